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

add_library(extram_report STATIC
  report/json_trace.cpp
  report/result_line.cpp
  report/text_trace.cpp)
add_library(extram::report ALIAS extram_report)
target_link_libraries(extram_report PUBLIC extram::schedule nlohmann_json::nlohmann_json PRIVATE fmt::fmt)

if(EXTRAM_TESTS)
  find_package(rapidcheck REQUIRED)
  extram_add_test(NAME schedule_test LABEL unit SOURCES schedule/schedule_test.cpp
                  LIBRARIES extram::schedule extram::explore rapidcheck rapidcheck_gtest)
  extram_add_test(NAME report_test LABEL unit SOURCES report/result_line_test.cpp report/text_trace_test.cpp
                  LIBRARIES extram::report extram::explore nlohmann_json::nlohmann_json)
endif()
