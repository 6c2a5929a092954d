# SPDX-License-Identifier: Apache-2.0
# Where things go on `cmake --install`: programs, manual pages, rules and dashboard for
# monitoring, lessons, and for the window its desktop entry and icon.
include(GNUInstallDirs)
install(TARGETS synscope-cli RUNTIME)
install(FILES
    ${PROJECT_SOURCE_DIR}/resources/man/synscope-capture.1 ${PROJECT_SOURCE_DIR}/resources/man/synscope-cli.1
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES
    ${PROJECT_SOURCE_DIR}/resources/monitoring/synscope.rules.yml
    ${PROJECT_SOURCE_DIR}/resources/monitoring/synscope-dashboard.json
    DESTINATION ${CMAKE_INSTALL_DATADIR}/synscope/monitoring)

# The helper is for its owner and group until an administrator has decided who may capture: installing gives no right.
install(TARGETS synscope-capture RUNTIME
    PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE)
install(CODE "
    set(helper \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/synscope-capture\")
    message(STATUS \"To let the members of the group synscope capture, as root:\")
    foreach(command \"groupadd --system --force synscope\" \"chgrp synscope \${helper}\" \"chmod 0750 \${helper}\"
            \"setcap cap_net_raw=ep \${helper}\")
        message(STATUS \"  \${command}\")
    endforeach()
")

if(SYNSCOPE_UI)
    install(TARGETS synscope RUNTIME)
    install(FILES ${PROJECT_SOURCE_DIR}/resources/man/synscope.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/lessons DESTINATION ${CMAKE_INSTALL_DATADIR}/synscope
        FILES_MATCHING PATTERN *.pcap PATTERN *.md)
    install(FILES ${PROJECT_SOURCE_DIR}/resources/synscope.desktop
        DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES ${PROJECT_SOURCE_DIR}/resources/icons/synscope.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()
