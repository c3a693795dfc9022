#pragma once

// libedit's el_set, el_get and history take a variable number of arguments, which Swift cannot
// call: one wrapper here for each use. stdin, stdout and stderr are reached here too.

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static inline EditLine *editline_open(const char *program) {
  return el_init(program, stdin, stdout, stderr);
}

static inline int editline_set_client(EditLine *editor, void *client) {
  return el_set(editor, EL_CLIENTDATA, client);
}

static inline void *editline_client(EditLine *editor) {
  void *client = NULL;
  if (el_get(editor, EL_CLIENTDATA, &client) != 0) return NULL;
  return client;
}

// `escape` brackets the parts of a prompt that take no columns.
static inline int editline_set_prompt(
    EditLine *editor, char *(*prompt)(EditLine *), char escape) {
  return el_set(editor, EL_PROMPT_ESC, prompt, escape);
}

static inline int editline_set_history(EditLine *editor, History *list) {
  return el_set(editor, EL_HIST, history, list);
}

static inline int editline_set_signals(EditLine *editor, int on) {
  return el_set(editor, EL_SIGNAL, on);
}

static inline int editline_set_editor(EditLine *editor, const char *name) {
  return el_set(editor, EL_EDITOR, name);
}

// 1 where the keys are vi's, 0 where they are Emacs's.
static inline int editline_is_vi(EditLine *editor) {
  const char *name = NULL;
  if (el_get(editor, EL_EDITOR, &name) != 0 || name == NULL) return 0;
  return name[0] == 'v';
}

static inline int editline_set_editing(EditLine *editor, int on) {
  return el_set(editor, EL_EDITMODE, on);
}

static inline int editline_add_function(
    EditLine *editor, const char *name, const char *help,
    unsigned char (*function)(EditLine *, int)) {
  return el_set(editor, EL_ADDFN, name, help, function);
}

static inline int editline_bind(EditLine *editor, const char *key, const char *function) {
  return el_set(editor, EL_BIND, key, function, NULL);
}

// In vi's command mode.
static inline int editline_bind_alternative(
    EditLine *editor, const char *key, const char *function) {
  return el_set(editor, EL_BIND, "-a", key, function, NULL);
}

// The reader of single characters: the wide call, because that is what the type holds.
static inline int editline_set_reader(
    EditLine *editor, int (*reader)(EditLine *, wchar_t *)) {
  return el_wset(editor, EL_GETCFN, reader);
}

// Raw (1) for editing, or as it was found (0).
static inline int editline_set_raw(EditLine *editor, int on) {
  return el_set(editor, EL_PREP_TERM, on);
}

// Between lines the terminal does not echo what is typed ahead. And neither then nor while a line
// is edited does it throw away at Ctrl-C what was written: an escape sequence of which only the
// first half is left garbles the screen.
static inline int editline_set_terminal(EditLine *editor) {
  int editing = el_set(editor, EL_SETTY, "-d", "+noflsh", NULL);
  int working = el_set(editor, EL_SETTY, "-x", "-echo", "+noflsh", NULL);
  return editing != 0 ? editing : working;
}

static inline int editline_refresh(EditLine *editor) { return el_set(editor, EL_REFRESH); }

static inline int editline_history_set_size(History *list, int size) {
  HistEvent event;
  return history(list, &event, H_SETSIZE, size);
}

static inline int editline_history_set_unique(History *list, int on) {
  HistEvent event;
  return history(list, &event, H_SETUNIQUE, on);
}

static inline int editline_history_enter(History *list, const char *line) {
  HistEvent event;
  return history(list, &event, H_ENTER, line);
}

// Through the stream that libedit writes to, so that the order holds.
static inline void editline_write(const char *text) {
  fputs(text, stdout);
  fflush(stdout);
}

static inline int editline_charset_is_utf8(void) {
  const char *name = nl_langinfo(CODESET);
  if (name == NULL || (name[0] | 32) != 'u') return 0;
  return name[1] != 0 && name[2] != 0 &&
         (name[3] == '8' || (name[3] == '-' && name[4] == '8'));
}

static inline int editline_columns_of(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

// Waits for input with `mask` in place of the blocked signals, atomically, so that no signal falls
// between looking at its flag and waiting. 1: there is input; 0: a signal came; -1: neither.
static inline int editline_wait(int descriptor, const sigset_t *mask) {
  fd_set set;
  FD_ZERO(&set);
  if (descriptor < 0 || descriptor >= FD_SETSIZE) return -1;
  FD_SET(descriptor, &set);
  int ready = pselect(descriptor + 1, &set, NULL, NULL, NULL, mask);
  if (ready > 0) return 1;
  return errno == EINTR ? 0 : -1;
}

static inline int editline_window(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}
