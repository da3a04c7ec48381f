# The schedule file, and what people and CI look at.
add_library(extram_schedule STATIC
  schedule/atomic_file.cpp
  schedule/checkpoint.cpp
  schedule/oracle_list.cpp
  schedule/schedule_header.cpp
  schedule/schedule_read.cpp
  schedule/schedule_write.cpp
  schedule/shape_text.cpp)
add_library(extram::schedule ALIAS extram_schedule)
target_link_libraries(extram_schedule PUBLIC extram::world extram_result_json PRIVATE fmt::fmt)

# Pages are edited as HTML, CSS and JavaScript, and carried inside the program.
set(EXTRAM_PAGES ${CMAKE_CURRENT_SOURCE_DIR}/report/pages)
file(GLOB EXTRAM_PAGE_FILES CONFIGURE_DEPENDS ${EXTRAM_PAGES}/*)
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp -DFOLDER=${EXTRAM_PAGES} -P
          ${CMAKE_CURRENT_SOURCE_DIR}/report/embed.cmake
  DEPENDS ${EXTRAM_PAGE_FILES} ${CMAKE_CURRENT_SOURCE_DIR}/report/embed.cmake
  VERBATIM)

# Where the source has each site, for those who show a failure beside it.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB_RECURSE EXTRAM_PLACED_FILES CONFIGURE_DEPENDS
     ${PROJECT_SOURCE_DIR}/impl/extram/*.hpp ${PROJECT_SOURCE_DIR}/impl/native/*.[hc]pp
     ${PROJECT_SOURCE_DIR}/scenarios/*.[hc]pp)
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/source_rows.cpp
  COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_SOURCE_DIR}/report/source_rows.py ${PROJECT_SOURCE_DIR}
          ${CMAKE_CURRENT_BINARY_DIR}/source_rows.cpp
  DEPENDS ${EXTRAM_PLACED_FILES} ${CMAKE_CURRENT_SOURCE_DIR}/report/source_rows.py
  VERBATIM)
# A project of others has places of its own: there the table is made by ci/package/ExtramSourceRows.cmake.
add_library(extram_source_rows STATIC ${CMAKE_CURRENT_BINARY_DIR}/source_rows.cpp)
target_link_libraries(extram_source_rows PRIVATE extram_options)

find_package(pugixml REQUIRED)
find_path(EXTRAM_MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)
add_library(extram_report STATIC
  report/chrome_trace.cpp
  report/ci_run.cpp
  report/github.cpp
  report/html.cpp
  report/json_trace.cpp
  report/junit.cpp
  report/mermaid_trace.cpp
  report/plot.cpp
  report/report_folder.cpp
  report/result_line.cpp
  report/sarif.cpp
  report/schedule_page.cpp
  report/shard_rows.cpp
  report/suite_coverage.cpp
  report/suite_space.cpp
  report/suite_matrix.cpp
  report/suite_page.cpp
  report/text_trace.cpp
  report/trace_rows.cpp
  ${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp)
add_library(extram::report ALIAS extram_report)
extram_compile_together(extram_report)
target_include_directories(extram_report SYSTEM PRIVATE ${EXTRAM_MUSTACHE_INCLUDE_DIR})
target_link_libraries(extram_report PUBLIC extram::schedule nlohmann_json::nlohmann_json
                                    PRIVATE fmt::fmt pugixml::pugixml $<BUILD_INTERFACE:extram_source_rows>)

if(EXTRAM_TESTS)
  find_package(rapidcheck REQUIRED)
  extram_add_test(NAME schedule_test LABEL unit SOURCES schedule/schedule_test.cpp
                  LIBRARIES extram::schedule extram::explore rapidcheck rapidcheck_gtest)
  extram_add_test(NAME report_test LABEL unit
                  SOURCES report/chrome_trace_test.cpp
                          report/mermaid_trace_test.cpp
                          report/result_line_test.cpp
                          report/schedule_page_test.cpp
                          report/suite_page_test.cpp
                          report/text_trace_test.cpp
                  LIBRARIES extram::report extram::explore nlohmann_json::nlohmann_json)
  extram_compile_together(report_test)
endif()
