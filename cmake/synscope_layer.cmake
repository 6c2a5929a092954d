# SPDX-License-Identifier: Apache-2.0
# A layer of core as a static library: sources, public headers (each verified to compile alone) and the
# layers below it that it may use. Warnings are on for every target of ours; -Werror comes from the command line.
function(synscope_target_defaults target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
        -Wnon-virtual-dtor -Woverloaded-virtual)
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
    synscope_harden(${target})
endfunction()

# What most files of core and of the tests include anyway. It is parsed once: the first target of a kind has it, and the
# others, compiled with the same options, take what came of that.
function(synscope_precompile target kind)
    get_property(first GLOBAL PROPERTY SYNSCOPE_PRECOMPILED_${kind})
    if(NOT SYNSCOPE_PRECOMPILE)
        return()
    elseif(first)
        target_precompile_headers(${target} REUSE_FROM ${first})
    else()
        target_precompile_headers(${target} PRIVATE <algorithm> <array> <cstdint> <functional> <map> <memory> <optional>
            <span> <string> <string_view> <tuple> <unordered_map> <utility> <variant> <vector> ${ARGN})
        set_property(GLOBAL PROPERTY SYNSCOPE_PRECOMPILED_${kind} ${target})
    endif()
endfunction()

function(synscope_layer name)
    cmake_parse_arguments(arg "" "" "SOURCES;HEADERS;USES" ${ARGN})
    set(target synscope_${name})
    add_library(${target} STATIC ${arg_SOURCES})
    target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
    synscope_target_defaults(${target})
    target_link_libraries(${target} PUBLIC ${arg_USES})
    synscope_precompile(${target} core)
endfunction()

# What tests test is optimised; they themselves are compiled more often than they run. GCC 12 warns falsely of the bounds
# of "string" + "string" where std::string is precompiled (its bug 105651). The last option is for clang-tidy, who knows
# none of these.
function(synscope_test_defaults target)
    synscope_target_defaults(${target})
    target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1> $<$<CONFIG:None>:-O0>
        "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-unknown-warning-option>")
endfunction()

# One GoogleTest program a layer: tests/<layer>/*.cpp.
function(synscope_test name)
    cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    synscope_test_defaults(${name})
    target_link_libraries(${name} PRIVATE ${arg_USES} GTest::gtest_main)
    target_compile_definitions(${name} PRIVATE SYNSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    synscope_precompile(${name} tests)
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 ENVIRONMENT QT_QPA_PLATFORM=offscreen)
endfunction()
