# cmake -DOUT=FILE -DNAMES="xterm;..." -P terminals.cmake: writes builtin_terminals of tui/screen/terminals.h, each description as
# infocmp of this machine has it.
set(TEXT "#include \"tui/screen/terminals.h\"\n\nconst struct terminal builtin_terminals[] = {\n")
foreach(NAME ${NAMES})
  execute_process(COMMAND infocmp -x -0 -q -Q2 ${NAME} OUTPUT_VARIABLE CODE RESULT_VARIABLE WRONG OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(WRONG OR NOT CODE MATCHES "^b64:[A-Za-z0-9_-]+=*$")
    message(FATAL_ERROR "infocmp has no description of '${NAME}'; the package ncurses-term has them all")
  endif()
  string(APPEND TEXT "    {\"${NAME}\", \"${CODE}\"},\n")
endforeach()
file(WRITE ${OUT} "${TEXT}    {0, 0},\n};\n")
