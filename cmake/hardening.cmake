# SPDX-License-Identifier: Apache-2.0
# What released programs are built with against bytes from outside: tests/checks/check_hardening.py reads it off them. Not
# in other builds: the sanitizers do better, and debugging wants other things. What a compiler does not know is left out.
include(CheckCXXCompilerFlag)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    check_cxx_compiler_flag(-fcf-protection SYNSCOPE_HAS_CF_PROTECTION)
    check_cxx_compiler_flag(-fstack-clash-protection SYNSCOPE_HAS_STACK_CLASH_PROTECTION)
endif()

function(synscope_harden target)
    if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
        return()
    endif()
    # Programs are position-independent by the compiler's own default; told so, CMake says -fPIE, and Qt's libraries want
    # programs that are compiled as they are (-fPIC): else signals have two addresses, and it crashes.
    get_target_property(type ${target} TYPE)
    if(NOT type STREQUAL "EXECUTABLE")
        set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    target_compile_options(${target} PRIVATE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
        $<$<BOOL:${SYNSCOPE_HAS_CF_PROTECTION}>:-fcf-protection>
        $<$<BOOL:${SYNSCOPE_HAS_STACK_CLASH_PROTECTION}>:-fstack-clash-protection>)
    target_link_options(${target} PRIVATE LINKER:-z,relro,-z,now,-z,noexecstack)
endfunction()
