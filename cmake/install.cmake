# SPDX-License-Identifier: Apache-2.0
# Where things go on `cmake --install`: programs, manual pages, lessons, and for the window its desktop entry and icon.
include(GNUInstallDirs)
install(TARGETS synscope-cli RUNTIME)
install(FILES ${PROJECT_SOURCE_DIR}/resources/man/synscope-cli.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
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
