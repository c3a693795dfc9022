import ArgumentParser
import Shell

print("underhood")
