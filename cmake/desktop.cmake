# SPDX-License-Identifier: Apache-2.0
# What a desktop reads: the entry of its menu, types of files, icons, and what software centres tell. The addresses that
# these show are known to whoever publishes the project: -DSYNSCOPE_SITE=https://..., where the tree's files are found.
set(SYNSCOPE_SITE "" CACHE STRING "Address of the project, below which docs/images/ is found; empty: none yet")

file(READ ${resources}/synscope.metainfo.xml metainfo)
if(SYNSCOPE_SITE)
    set(links "  <url type=\"homepage\">${SYNSCOPE_SITE}</url>\n  <screenshots>\n")
    foreach(picture window-light sockets-light window-dark window-zh_CN)
        set(kind)
        if(picture STREQUAL window-light)
            set(kind " type=\"default\"")
        endif()
        string(APPEND links "    <screenshot${kind}>"
            "<image>${SYNSCOPE_SITE}/docs/images/${picture}.png</image></screenshot>\n")
    endforeach()
    string(REPLACE "</component>" "${links}  </screenshots>\n</component>" metainfo "${metainfo}")
endif()
file(CONFIGURE OUTPUT ${configured}/org.synscope.synscope.metainfo.xml CONTENT "${metainfo}" @ONLY)
install(FILES ${configured}/org.synscope.synscope.metainfo.xml DESTINATION ${datadir}/metainfo COMPONENT window)

install(FILES ${resources}/synscope.desktop DESTINATION ${datadir}/applications COMPONENT window)
install(FILES ${resources}/synscope.mime.xml RENAME synscope.xml DESTINATION ${datadir}/mime/packages COMPONENT window)

set(icons ${resources}/icons)
set(hicolor ${datadir}/icons/hicolor)
foreach(size 16 22 24 32 48 64 128 256)
    install(FILES ${icons}/synscope-${size}.png RENAME synscope.png DESTINATION ${hicolor}/${size}x${size}/apps
        COMPONENT window)
endforeach()
install(FILES ${icons}/synscope.svg DESTINATION ${hicolor}/scalable/apps COMPONENT window)
install(FILES ${icons}/synscope-symbolic.svg DESTINATION ${hicolor}/symbolic/apps COMPONENT window)
