#pragma once
#include <histedit.h>
#include <locale.h>
