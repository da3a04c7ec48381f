# Writes where a project has its scenarios, and the headers of its own that they include, as the table in which reports
# look places up (model/report/source_rows.hpp).
#
#   cmake "-DSCENARIOS=NAME=HEADER;..." -DFOLDER=... -DOUTPUT=... -P ExtramSourceRows.cmake
#
# Paths are as a build server wants them: from the top of the repository that FOLDER, the project's, lies in; where it
# lies in none, from FOLDER.
cmake_minimum_required(VERSION 3.25)
set(FILES_MAX 1000)

function(top_of FOLDER VARIABLE)
  set(${VARIABLE} "${FOLDER}" PARENT_SCOPE)
  set(HERE "${FOLDER}")
  while(NOT HERE STREQUAL "")
    if(EXISTS "${HERE}/.git")  # a folder, or a file in work trees and submodules
      set(${VARIABLE} "${HERE}" PARENT_SCOPE)
      return()
    endif()
    get_filename_component(ABOVE "${HERE}" DIRECTORY)
    if(ABOVE STREQUAL HERE)
      return()
    endif()
    set(HERE "${ABOVE}")
  endwhile()
endfunction()

# From TOP where it is below, else absolute; as it stands in a string of C++.
function(shown_path FILE VARIABLE)
  file(RELATIVE_PATH PATH "${TOP}" "${FILE}")
  if(PATH MATCHES "^\\.\\./")
    set(PATH "${FILE}")
  endif()
  string(REPLACE "\\" "\\\\" PATH "${PATH}")
  string(REPLACE "\"" "\\\"" PATH "${PATH}")
  set(${VARIABLE} "${PATH}" PARENT_SCOPE)
endfunction()

# The line of FILE that says the scenario's name; 1 where none does.
function(line_of NAME FILE VARIABLE)
  file(READ "${FILE}" TEXT)
  set(${VARIABLE} 1 PARENT_SCOPE)
  string(FIND "${TEXT}" ".name = \"${NAME}\"" AT)
  if(AT GREATER 0)
    string(SUBSTRING "${TEXT}" 0 ${AT} TEXT)
    string(REGEX MATCHALL "\n" ENDS "${TEXT}")
    list(LENGTH ENDS COUNT)
    math(EXPR LINE "${COUNT} + 1")
    set(${VARIABLE} ${LINE} PARENT_SCOPE)
  endif()
endfunction()

top_of("${FOLDER}" TOP)
set(ROWS "")
set(FILES "")
foreach(SCENARIO ${SCENARIOS})
  string(REGEX MATCH "^([^=]+)=(.*)$" SCENARIO "${SCENARIO}")
  set(NAME "${CMAKE_MATCH_1}")
  set(HEADER "${CMAKE_MATCH_2}")
  shown_path("${HEADER}" PATH)
  line_of("${NAME}" "${HEADER}" LINE)
  string(APPEND ROWS "    {\"scenario ${NAME}\", \"${PATH}\", ${LINE}},\n")
  list(APPEND FILES "${HEADER}")
endforeach()

# A step is known by its file's name alone: of two files with one name the nearer is taken.
set(NAMES "")
while(FILES)
  list(POP_FRONT FILES FILE)
  get_filename_component(NAME "${FILE}" NAME)
  list(LENGTH NAMES COUNT)
  if(NAME IN_LIST NAMES OR COUNT EQUAL FILES_MAX)
    continue()
  endif()
  list(APPEND NAMES "${NAME}")
  shown_path("${FILE}" PATH)
  string(APPEND ROWS "    {\"${NAME}\", \"${PATH}\", 1},\n")
  get_filename_component(BESIDE "${FILE}" DIRECTORY)
  file(STRINGS "${FILE}" INCLUDES REGEX "^[ \t]*#[ \t]*include[ \t]*\"[^\"]+\"")
  foreach(INCLUDE ${INCLUDES})
    string(REGEX REPLACE "^[^\"]*\"([^\"]+)\".*$" "\\1" INCLUDE "${INCLUDE}")
    foreach(PLACE "${BESIDE}" "${FOLDER}")
      if(EXISTS "${PLACE}/${INCLUDE}")
        get_filename_component(FOUND "${PLACE}/${INCLUDE}" ABSOLUTE)
        list(APPEND FILES "${FOUND}")
        break()
      endif()
    endforeach()
  endforeach()
endwhile()

file(WRITE "${OUTPUT}" "#include \"model/report/source_rows.hpp\"

namespace extram {

std::span<const SourceRow> source_rows() {
  static constexpr SourceRow kRows[] = {
${ROWS}  };
  return kRows;
}

}  // namespace extram
")
