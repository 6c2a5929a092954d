# SPDX-License-Identifier: Apache-2.0
# Tests of synscope-capture: its parts in app_tests, the program itself in network namespaces of its own.
target_sources(app_tests PRIVATE capture_merge_test.cpp confinement_test.cpp
    ${PROJECT_SOURCE_DIR}/app/capture/confinement.cpp)
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
foreach(subject list privileges stream)
    add_test(NAME capture.${subject} COMMAND Python3::Interpreter
        ${CMAKE_CURRENT_SOURCE_DIR}/capture_${subject}_test.py
        --capture $<TARGET_FILE:synscope-capture> --cli $<TARGET_FILE:synscope-cli>)
    set_tests_properties(capture.${subject} PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77)
endforeach()
