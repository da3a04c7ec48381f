# Writes the manual page of extram(1) out of what its --help says, compressed as packages have it.
#
#   cmake -DPROGRAM=... -DVERSION=... -DGZIP=... -DOUTPUT=....1.gz -P manual.cmake
cmake_minimum_required(VERSION 3.25)

# What the program says, as roff that leaves the lines as they are. A semicolon would end an element of a list.
function(help_of VARIABLE)
  execute_process(COMMAND ${PROGRAM} ${ARGN} --help OUTPUT_VARIABLE TEXT COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\\" "\\e" TEXT "${TEXT}")
  string(REPLACE "-" "\\-" TEXT "${TEXT}")
  string(REGEX REPLACE "\n([.'])" "\n\\\\&\\1" TEXT "\n${TEXT}")
  set(${VARIABLE} ".nf${TEXT}.fi\n" PARENT_SCOPE)
endfunction()

help_of(HELP)
string(REGEX MATCH "\nSubcommands:\n(.*)\n\nExamples:" VERBS "${HELP}")
string(REGEX MATCHALL "\n  [a-z]+ " VERBS "${VERBS}")
if(NOT VERBS)
  message(FATAL_ERROR "manual.cmake: ${PROGRAM} --help names no subcommands")
endif()
set(PAGE ".TH EXTRAM 1 \"\" \"extram ${VERSION}\" \"User Commands\"
.SH NAME
extram \\- model checks and stress for lock\\-free code and signal handlers
.SH SYNOPSIS
.B extram
.I SUBCOMMAND
.RI [ OPTION ...]
.SH DESCRIPTION
${HELP}")
foreach(VERB ${VERBS})
  string(STRIP "${VERB}" VERB)
  help_of(HELP ${VERB})
  string(TOUPPER "${VERB}" TITLE)
  string(APPEND PAGE ".SH EXTRAM ${TITLE}\n${HELP}")
endforeach()
string(REGEX REPLACE "\\.gz$" "" PLAIN "${OUTPUT}")
file(WRITE "${PLAIN}" "${PAGE}")
execute_process(COMMAND ${GZIP} -9nc ${PLAIN} OUTPUT_FILE ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
