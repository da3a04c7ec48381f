# The system calls of a callback, as strace sees them, against the table of Go 1.19 and against a real cgo program.
add_executable(extram-native-callbacks native/conformance/callback_main.cpp)
target_link_libraries(extram-native-callbacks PRIVATE extram::native)

find_package(Python3 REQUIRED COMPONENTS Interpreter)

# extram_conformance_test(NAME ARGUMENTS...): a run of conformance.py.
function(extram_conformance_test NAME PROGRAM)
  add_test(NAME conformance.${NAME}
    COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_SOURCE_DIR}/native/conformance/${PROGRAM} ${ARGN})
  set_tests_properties(conformance.${NAME} PROPERTIES LABELS conformance TIMEOUT 120 SKIP_RETURN_CODE 77)
endfunction()

set(CALLBACKS $<TARGET_FILE:extram-native-callbacks>)
extram_conformance_test(go_1_15 conformance.py table ${CALLBACKS} go_1_15)
extram_conformance_test(go_1_16 conformance.py table ${CALLBACKS} go_1_16)
extram_conformance_test(folded conformance.py effect ${CALLBACKS} go_1_16 go_1_16_folded)
extram_conformance_test(real_go conformance.py go ${CALLBACKS} ${CMAKE_CURRENT_SOURCE_DIR}/native/conformance/go)
extram_conformance_test(parser conformance_test.py ${CALLBACKS})
