// SPDX-License-Identifier: Apache-2.0
//
// Menus, their keys, and the two boxes of the Help menu. Actions only; what they do is connected by the window.
#pragma once

#include <QObject>
#include <QString>

#include <vector>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;
class QWidget;

namespace synscope::ui {

class LanguageMenu;

/// Every action of the window, made once with its menus. Owned by the window it was made for.
struct MainMenu {
    QMenu* recent = nullptr;
    QMenu* exportMenu = nullptr; ///< also behind the button in the top bar
    QAction* open = nullptr;
    QAction* reload = nullptr;
    QAction* saveCapture = nullptr; ///< of a live capture only
    QAction* close = nullptr;
    QAction* quit = nullptr;
    QAction* exportDiagram = nullptr; ///< in the format of the last time
    QAction* exportPng = nullptr;
    QAction* exportSvg = nullptr;
    QAction* exportPdf = nullptr;
    QAction* exportText = nullptr;
    QAction* copyPicture = nullptr;
    QAction* print = nullptr;
    QAction* copyText = nullptr;
    QAction* copyCsv = nullptr;
    QAction* copyJson = nullptr;
    QAction* copyDisplayFilter = nullptr; ///< of the selected connection, for packet analysers
    QAction* openInWireshark = nullptr;
    QAction* addSecond = nullptr;    ///< a capture of the same traffic at another place
    QAction* showTogether = nullptr; ///< the selected connections, side by side
    QAction* find = nullptr;
    QAction* clearFilter = nullptr;
    QAction* preferences = nullptr;
    QAction* zoomIn = nullptr;
    QAction* zoomOut = nullptr;
    QAction* zoomReset = nullptr;
    QAction* themeSystem = nullptr;
    QAction* themeLight = nullptr;
    QAction* themeDark = nullptr;
    LanguageMenu* language = nullptr;
    QAction* goBack = nullptr; ///< shares its key with lessonBack: one of them is enabled
    QAction* goForward = nullptr;
    QAction* goOverview = nullptr;
    QAction* goTable = nullptr;
    QAction* goDetail = nullptr;
    QAction* panelRight = nullptr; ///< where the connection's panel is; one of the five is checked
    QAction* panelLeft = nullptr;
    QAction* panelBelow = nullptr;
    QAction* panelFloating = nullptr;
    QAction* panelHidden = nullptr;
    QAction* resetLayout = nullptr;
    QAction* goOldestCloseWait = nullptr;
    QAction* goLeaks = nullptr;
    QAction* goPorts = nullptr;
    QAction* captureStart = nullptr;
    QAction* captureStop = nullptr;
    QAction* capturePause = nullptr;   ///< lets the window stand still while the capture goes on
    QAction* captureRestart = nullptr; ///< shares its key with reload: one of them is enabled
    QAction* attach = nullptr;         ///< to this machine's sockets
    QMenu* lessons = nullptr;          ///< a menu a group
    QAction* lessonNext = nullptr;
    QAction* lessonBack = nullptr;
    QAction* lessonLeave = nullptr;
    QAction* keys = nullptr;
    QAction* about = nullptr;
};

[[nodiscard]] MainMenu makeMainMenu(QMainWindow& window);

/// All keys, from the actions themselves.
void showKeys(QWidget& parent, const MainMenu& menu);
void showAbout(QWidget& parent);

} // namespace synscope::ui
