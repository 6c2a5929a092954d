# SPDX-License-Identifier: Apache-2.0
# The window's languages, compiled into it as :/translations/synscope_<code>.qm. English has a file for its plurals.
# Without Qt's Linguist tools the window is built all the same and speaks English only.
if(NOT Qt6LinguistTools_FOUND)
    message(WARNING "Qt's Linguist tools are missing (qt6-tools-dev, qt6-l10n-tools): the window speaks English only")
    return()
endif()

set(translations ${PROJECT_SOURCE_DIR}/resources/translations)
qt_add_lrelease(synscope_ui
    TS_FILES ${translations}/synscope_en.ts ${translations}/synscope_zh_CN.ts
    QM_FILES_OUTPUT_VARIABLE compiled_translations)
qt_add_resources(synscope_ui translations PREFIX /translations BASE ${CMAKE_CURRENT_BINARY_DIR}
    FILES ${compiled_translations})
