# SPDX-License-Identifier: Apache-2.0
# Where things go on `cmake --install`: the component cli (programs without Qt, their manual pages, completions of shells,
# rules, dashboard and service for monitoring) and the component window (its program, lessons and what a desktop reads).
include(GNUInstallDirs)
set(resources ${PROJECT_SOURCE_DIR}/resources)
set(configured ${PROJECT_BINARY_DIR}/installed)
set(datadir ${CMAKE_INSTALL_DATADIR})

# A page names the version; packages have pages compressed.
function(synscope_install_page page component)
    configure_file(${resources}/man/${page} ${configured}/${page} @ONLY)
    set(file ${configured}/${page})
    if(SYNSCOPE_DEBIAN)
        synscope_compress(${file} ${file}.gz)
        set(file ${file}.gz)
    endif()
    install(FILES ${file} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
endfunction()

# Where each shell looks for the completions of a program.
function(synscope_install_completions program component)
    set(completions ${resources}/completions)
    install(FILES ${completions}/${program}.bash RENAME ${program}
        DESTINATION ${datadir}/bash-completion/completions COMPONENT ${component})
    install(FILES ${completions}/_${program} DESTINATION ${datadir}/${SYNSCOPE_ZSH_FOLDER} COMPONENT ${component})
    install(FILES ${completions}/${program}.fish
        DESTINATION ${datadir}/fish/vendor_completions.d COMPONENT ${component})
endfunction()

install(TARGETS synscope-cli RUNTIME COMPONENT cli)
synscope_install_completions(synscope-capture cli)
synscope_install_completions(synscope-cli cli)
synscope_install_page(synscope-capture.1 cli)
synscope_install_page(synscope-cli.1 cli)
install(FILES
    ${resources}/monitoring/synscope.rules.yml
    ${resources}/monitoring/synscope-dashboard.json
    DESTINATION ${datadir}/synscope/monitoring COMPONENT cli)
configure_file(${resources}/systemd/synscope-watch.service.in ${configured}/synscope-watch.service @ONLY)
install(FILES ${configured}/synscope-watch.service DESTINATION ${SYNSCOPE_UNIT_DIR} COMPONENT cli)

# The helper is for its owner and group until an administrator has decided who may capture: installing gives no right.
# A package asks the administrator itself.
if(SYNSCOPE_DEBIAN)
    install(TARGETS synscope-capture RUNTIME COMPONENT cli)
else()
    install(TARGETS synscope-capture RUNTIME COMPONENT cli
        PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE)
    install(CODE "
        set(helper \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/synscope-capture\")
        message(STATUS \"To let the members of the group synscope capture, as root:\")
        foreach(command \"groupadd --system --force synscope\" \"chgrp synscope \${helper}\" \"chmod 0750 \${helper}\"
                \"setcap cap_net_raw=ep \${helper}\")
            message(STATUS \"  \${command}\")
        endforeach()
    " COMPONENT cli)
endif()

if(SYNSCOPE_UI)
    install(TARGETS synscope RUNTIME COMPONENT window)
    synscope_install_page(synscope.1 window)
    install(DIRECTORY ${resources}/lessons DESTINATION ${datadir}/synscope COMPONENT window
        FILES_MATCHING PATTERN *.pcap PATTERN *.md)
    synscope_install_completions(synscope window)
    include(${PROJECT_SOURCE_DIR}/cmake/desktop.cmake)
endif()
