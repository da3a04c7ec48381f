# What `cmake --install` and `cpack` make: the programs, and what a project needs to ask its own questions.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

if(EXTRAM_SANITIZE OR NOT EXTRAM_MODEL)  # builds for tests
  return()
endif()

set(EXTRAM_CMAKE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/extram)
set(EXTRAM_SOURCES_FOLDER ${CMAKE_INSTALL_DATADIR}/extram/sources)

set(EXTRAM_INSTALLED
  options world console native native_program lockstep_program mutants explore result_json isolation schedule report
  options_cli litmus relacy_headers relacy model_program)
foreach(NAME ${EXTRAM_INSTALLED})
  set_target_properties(extram_${NAME} PROPERTIES EXPORT_NAME ${NAME})
  install(TARGETS extram_${NAME} EXPORT extramTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endforeach()
set_target_properties(extram_relacy PROPERTIES EXPORT_NAME model)
install(EXPORT extramTargets NAMESPACE extram:: DESTINATION ${EXTRAM_CMAKE_FOLDER})

install(TARGETS extram RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS extram-model extram-native extram-lockstep RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/extram)
if(TARGET extram-native-bench)
  install(TARGETS extram-native-bench RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/extram)
endif()

# What is installed and nothing else: most of the whole build is tests.
add_custom_target(extram_installed)
add_dependencies(extram_installed extram extram-model extram-native extram-lockstep)
if(TARGET extram-native-bench)
  add_dependencies(extram_installed extram-native-bench)
endif()
foreach(NAME ${EXTRAM_INSTALLED})
  add_dependencies(extram_installed extram_${NAME})
endforeach()

foreach(ROOM impl/world impl/extram impl/native impl/console model/relacy model/explore scenarios/mutants)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${ROOM}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/extram/${ROOM}
          FILES_MATCHING PATTERN "*.hpp" PATTERN "*_for_test.hpp" EXCLUDE PATTERN "conformance" EXCLUDE)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/model/report/source_rows.hpp
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/extram/model/report)
foreach(ROOM impl/world impl/native impl/console)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${ROOM}/ DESTINATION ${EXTRAM_SOURCES_FOLDER}/${ROOM}
          FILES_MATCHING PATTERN "*.cpp" PATTERN "*_test.cpp" EXCLUDE PATTERN "test_main.cpp" EXCLUDE
          PATTERN "bench_main.cpp" EXCLUDE PATTERN "conformance" EXCLUDE)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios/examples DESTINATION ${CMAKE_INSTALL_DATADIR}/extram
        FILES_MATCHING PATTERN "*.hpp" PATTERN "consumer" EXCLUDE)

extram_fingerprint_of_relacy(${RELACY_INCLUDE_DIR_OF_BUILD} EXTRAM_RELACY_FINGERPRINT)
configure_package_config_file(ci/package/extramConfig.cmake.in ${PROJECT_BINARY_DIR}/package/extramConfig.cmake
                              INSTALL_DESTINATION ${EXTRAM_CMAKE_FOLDER})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/extramConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
file(RELATIVE_PATH EXTRAM_PREFIX_OF_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(ci/package/extram.pc.in ${PROJECT_BINARY_DIR}/package/extram.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/package/extramConfig.cmake
              ${PROJECT_BINARY_DIR}/package/extramConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/ci/package/ExtramPrograms.cmake
              ${PROJECT_SOURCE_DIR}/ci/package/ExtramSourceRows.cmake
              ${PROJECT_SOURCE_DIR}/ci/package/ExtramVerdict.cmake
              ${PROJECT_SOURCE_DIR}/model/relacy/ExtramRelacy.cmake
              ${PROJECT_SOURCE_DIR}/scenarios/ExtramScenario.cmake
              ${PROJECT_SOURCE_DIR}/scenarios/scenario.cpp.in
        DESTINATION ${EXTRAM_CMAKE_FOLDER})
install(FILES ${PROJECT_BINARY_DIR}/package/extram.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# What Debian's policy asks of a package's documentation.
file(STRINGS ${PROJECT_SOURCE_DIR}/ci/package/changelog NEWEST LIMIT_COUNT 1)
if(NOT NEWEST MATCHES "^extram \\(${PROJECT_VERSION}\\) ")
  message(FATAL_ERROR "ci/package/changelog begins with '${NEWEST}', not with version ${PROJECT_VERSION}")
endif()
find_program(GZIP_PROGRAM gzip)
if(GZIP_PROGRAM)
  execute_process(COMMAND ${GZIP_PROGRAM} -9nc ${PROJECT_SOURCE_DIR}/ci/package/changelog
                  OUTPUT_FILE ${PROJECT_BINARY_DIR}/package/changelog.gz COMMAND_ERROR_IS_FATAL ANY)
  install(FILES ${PROJECT_SOURCE_DIR}/ci/package/copyright ${PROJECT_BINARY_DIR}/package/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DOCDIR})
  add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/package/extram.1.gz
                     COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:extram> -DVERSION=${PROJECT_VERSION}
                             -DGZIP=${GZIP_PROGRAM} -DOUTPUT=${PROJECT_BINARY_DIR}/package/extram.1.gz
                             -P ${PROJECT_SOURCE_DIR}/ci/package/manual.cmake
                     DEPENDS extram extram-native ${PROJECT_SOURCE_DIR}/ci/package/manual.cmake VERBATIM)
  add_custom_target(extram_manual ALL DEPENDS ${PROJECT_BINARY_DIR}/package/extram.1.gz)
  add_dependencies(extram_installed extram_manual)
  install(FILES ${PROJECT_BINARY_DIR}/package/extram.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/ci/package/lintian-overrides RENAME extram
        DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides)

if(PROJECT_IS_TOP_LEVEL)
  set(CPACK_GENERATOR DEB)
  set(CPACK_PACKAGE_NAME extram)
  set(CPACK_PACKAGE_CONTACT "extram <extram@extram.invalid>")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_STRIP_FILES ON)
  set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_SECTION devel)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libfmt-dev, nlohmann-json3-dev, libcli11-dev, libpugixml-dev, relacy-dev")
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "cmake (>= 3.25), g++ | clang")
  set(CPACK_DEBIAN_PACKAGE_SUGGESTS gdb)
  set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "model checker and stress harness for lock-free code and signal handlers
 Asks a question of an algorithm that is written once, on real threads with
 real signals, under ThreadSanitizer, and in Relacy models that explore every
 interleaving and stale read; what fails is a schedule that replays.")
  include(CPack)
endif()

if(EXTRAM_TESTS AND CMAKE_BUILD_TYPE STREQUAL "Release")
  add_test(NAME package_quick
           COMMAND ${PROJECT_SOURCE_DIR}/ci/package/consumer.sh ${PROJECT_BINARY_DIR} ${CMAKE_CXX_COMPILER} quick)
  set_tests_properties(package_quick PROPERTIES LABELS model TIMEOUT 300)
  foreach(COMPILER g++ clang++)
    foreach(KIND all deb)
      add_test(NAME package_${KIND}.${COMPILER}
               COMMAND ${PROJECT_SOURCE_DIR}/ci/package/consumer.sh ${PROJECT_BINARY_DIR} ${COMPILER} ${KIND})
      set_tests_properties(package_${KIND}.${COMPILER} PROPERTIES LABELS nightly TIMEOUT 1200)
    endforeach()
  endforeach()
endif()
