# SPDX-License-Identifier: Apache-2.0
# Debian packages out of what is installed: synscope-cli and synscope, made by `./dev package`. Names, texts and
# dependencies stand here; the scripts that run at installation, and the reasons for lintian, in resources/debian/.
option(SYNSCOPE_DEBIAN "Install as a Debian package wants it" OFF)
set(SYNSCOPE_PACKAGE_VERSION ${PROJECT_VERSION} CACHE STRING "Version of the packages, without Debian's revision")
set(SYNSCOPE_MAINTAINER "synscope developers <root@localhost>" CACHE STRING "Who answers for the packages")
set(SYNSCOPE_PERMISSION_COMMAND "" CACHE STRING "What lets users capture; empty: setcap of the program that runs")

if(NOT SYNSCOPE_DEBIAN)
    set(SYNSCOPE_UNIT_DIR lib/systemd/system)
    set(SYNSCOPE_ZSH_FOLDER zsh/site-functions)
    return()
endif()
set(SYNSCOPE_UNIT_DIR /lib/systemd/system) # where lintian of Debian 12 wants units
set(SYNSCOPE_ZSH_FOLDER zsh/vendor-completions)
set(SYNSCOPE_PERMISSION_COMMAND "sudo dpkg-reconfigure synscope-cli")

# The same bytes each time: gzip's header has neither name nor time.
function(synscope_compress file compressed)
    execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${compressed} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Debian's own changelog, which holds the package's version and, by SOURCE_DATE_EPOCH, the commit's time.
set(debian ${PROJECT_SOURCE_DIR}/resources/debian)
set(made ${PROJECT_BINARY_DIR}/debian)
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${made}/changelog.Debian "synscope (${SYNSCOPE_PACKAGE_VERSION}-1) unstable; urgency=medium

  * Built from the sources; changelog.gz says what is new.

 -- ${SYNSCOPE_MAINTAINER}  ${now}
")
synscope_compress(${made}/changelog.Debian ${made}/changelog.Debian.gz)
synscope_compress(${PROJECT_SOURCE_DIR}/CHANGELOG.md ${made}/changelog.gz)

function(synscope_install_documents package component)
    install(FILES ${made}/changelog.Debian.gz ${made}/changelog.gz ${debian}/copyright
        DESTINATION share/doc/${package} COMPONENT ${component})
    install(FILES ${debian}/${package}/overrides DESTINATION share/lintian/overrides RENAME ${package}
        COMPONENT ${component})
endfunction()
synscope_install_documents(synscope-cli cli)
install(FILES ${PROJECT_SOURCE_DIR}/resources/systemd/synscope-watch.default DESTINATION /etc/default
    RENAME synscope-watch COMPONENT cli)
if(SYNSCOPE_UI)
    synscope_install_documents(synscope window)
    set(window window)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL cli ${window})
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGE_NAME synscope)
set(CPACK_PACKAGE_VERSION ${SYNSCOPE_PACKAGE_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # else it stands above each package's own
set(CPACK_PACKAGE_CONTACT ${SYNSCOPE_MAINTAINER})
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_CLI_PACKAGE_NAME synscope-cli)
set(CPACK_DEBIAN_CLI_DESCRIPTION "TCP connections and their states, for servers and scripts
Follows both endpoints of each TCP connection of a packet capture, or of
this machine, through the states of RFC 9293. It names the packet that shows
each state, and the connections that are owed a close.
.
This package holds the command line, the helper that captures packets, and a
service that publishes leaked connections for Prometheus. Whether users may
capture is asked at installation.")
set(CPACK_DEBIAN_CLI_PACKAGE_DEPENDS "adduser, debconf (>= 0.5) | debconf-2.0, libcap2-bin")
set(CPACK_DEBIAN_CLI_PACKAGE_SUGGESTS "prometheus, prometheus-node-exporter")
set(CPACK_DEBIAN_CLI_PACKAGE_CONTROL_EXTRA)
foreach(script config conffiles postinst postrm prerm templates)
    list(APPEND CPACK_DEBIAN_CLI_PACKAGE_CONTROL_EXTRA ${debian}/synscope-cli/${script})
endforeach()

set(CPACK_DEBIAN_WINDOW_PACKAGE_NAME synscope)
set(CPACK_DEBIAN_WINDOW_DESCRIPTION "see TCP connections open, talk and close
Shows the TCP connections of a packet capture, of a live one or of this
machine's sockets, with the states of both endpoints: who opened, who closed
first, who still owes a close, and which packet proves it. Sequence diagrams
explain each step; lessons recorded from the Linux kernel teach how TCP
works, in English and Chinese.")
set(CPACK_DEBIAN_WINDOW_PACKAGE_DEPENDS "synscope-cli (= ${SYNSCOPE_PACKAGE_VERSION}-1)")
set(CPACK_DEBIAN_WINDOW_PACKAGE_RECOMMENDS "qt6-qpa-plugins, fonts-dejavu-core")
set(CPACK_DEBIAN_WINDOW_PACKAGE_SUGGESTS "fonts-noto-cjk, wireshark")
include(CPack)
