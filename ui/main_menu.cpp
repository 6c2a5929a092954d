// SPDX-License-Identifier: Apache-2.0
#include "ui/main_menu.h"

#include "ui/language/language_menu.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QRegularExpression>

namespace synscope::ui {
namespace {

QString wordsOf(const char* text) {
    return QCoreApplication::translate("synscope::ui::MainMenu", text);
}

QAction* add(QMenu* menu, const char* text, const QList<QKeySequence>& keys = {}) {
    QAction* action = menu->addAction(wordsOf(text));
    action->setShortcuts(keys);
    return action;
}

QAction* addChoice(QMenu* menu, QActionGroup* group, const char* text) {
    QAction* action = add(menu, text);
    action->setCheckable(true);
    group->addAction(action);
    return action;
}

QKeySequence control(Qt::Key key) {
    return QKeySequence(Qt::CTRL | key);
}

void addFile(MainMenu& m, QMenu* file) {
    m.open = add(file, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Open…"), {control(Qt::Key_O)});
    m.recent = file->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Open &recent")));
    m.addSecond = add(file, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Add a capture of the other e&nd…"),
                      {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)});
    m.reload = add(file, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Reload"), {control(Qt::Key_R)});
    m.saveCapture =
        add(file, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Save capture as pcapng…"), {control(Qt::Key_S)});
    m.close = add(file, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Close"), {control(Qt::Key_W)});
    file->addSeparator();
    m.exportMenu = file->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Export")));
    m.exportDiagram = add(m.exportMenu, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Export diagrams…"),
                          {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)});
    m.exportMenu->addSeparator();
    m.exportPng = add(m.exportMenu, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "As &PNG…"));
    m.exportSvg = add(m.exportMenu, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "As &SVG…"));
    m.exportPdf = add(m.exportMenu, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "As P&DF…"));
    m.exportText = add(m.exportMenu, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "As &text…"));
    m.exportMenu->addSeparator();
    m.copyPicture = add(m.exportMenu, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Copy the diagram"),
                        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    m.print = add(file, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Print the diagram…"), {control(Qt::Key_P)});
    file->addSeparator();
    m.quit = add(file, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Quit"), {control(Qt::Key_Q)});
}

void addEdit(MainMenu& m, QMenu* edit) {
    m.find = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Find by filter"), {control(Qt::Key_F)});
    m.clearFilter = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Show &all again"),
                        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)});
    edit->addSeparator();
    m.copyText = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Copy connections as &text"));
    m.copyCsv = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Copy connections as &CSV"));
    m.copyJson = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Copy connections as &JSON"));
    m.copyDisplayFilter = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Copy as &display filter"),
                              {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D)});
    m.openInWireshark = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Open in &Wireshark"));
    m.showTogether = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Show selected connections &side by side"),
                         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B)});
    edit->addSeparator();
    m.preferences = add(edit, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Preferences…"), {control(Qt::Key_Comma)});
    m.preferences->setMenuRole(QAction::PreferencesRole);
    edit->setToolTipsVisible(true);
}

void addPanel(MainMenu& m, QMenu* view, QMainWindow& window) {
    QMenu* panel = view->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Connection &panel")));
    auto* group = new QActionGroup(&window);
    m.panelRight = addChoice(panel, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "At the &right"));
    m.panelLeft = addChoice(panel, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "At the &left"));
    m.panelBelow = addChoice(panel, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Below"));
    m.panelFloating = addChoice(panel, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "In a &window of its own"));
    m.panelHidden = addChoice(panel, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Hidden"));
    panel->addSeparator();
    m.resetLayout = add(panel, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "As in the &beginning"));
}

void addView(MainMenu& m, QMenu* view, QMainWindow& window) {
    m.zoomIn = add(view, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Larger"),
                   {control(Qt::Key_Plus), control(Qt::Key_Equal)});
    m.zoomOut = add(view, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Smaller"), {control(Qt::Key_Minus)});
    m.zoomReset = add(view, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Normal size"), {control(Qt::Key_0)});
    view->addSeparator();
    auto* group = new QActionGroup(&window);
    m.themeSystem = addChoice(view, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Colours as the &desktop"));
    m.themeLight = addChoice(view, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "L&ight colours"));
    m.themeDark = addChoice(view, group, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Dar&k colours"));
    view->addSeparator();
    addPanel(m, view, window);
    view->addSeparator();
    m.language = new LanguageMenu(view);
    view->addMenu(m.language);
}

void addGo(MainMenu& m, QMenu* go) {
    m.goBack = add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Back"), {QKeySequence(Qt::ALT | Qt::Key_Left)});
    m.goForward =
        add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Forward"), {QKeySequence(Qt::ALT | Qt::Key_Right)});
    go->addSeparator();
    m.goOldestCloseWait = add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Longest &CLOSE_WAIT"),
                              {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)});
    go->addSeparator();
    m.goOverview =
        add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Overview"), {QKeySequence(Qt::ALT | Qt::Key_1)});
    m.goTable = add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Table"), {QKeySequence(Qt::ALT | Qt::Key_2)});
    m.goLeaks = add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Leaks"), {QKeySequence(Qt::ALT | Qt::Key_4)});
    m.goDetail =
        add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Connection"), {QKeySequence(Qt::ALT | Qt::Key_3)});
    m.goPorts =
        add(go, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Ports and queues"), {QKeySequence(Qt::ALT | Qt::Key_5)});
}

void addCapture(MainMenu& m, QMenu* capture) {
    m.captureStart =
        add(capture, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Start…"), {control(Qt::Key_K), control(Qt::Key_E)});
    m.captureStop = add(capture, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "S&top capturing"), {control(Qt::Key_E)});
    m.captureRestart =
        add(capture, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Restart capturing"), {control(Qt::Key_R)});
    m.capturePause = add(capture, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Pause the window"),
                         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
    m.capturePause->setCheckable(true);
    capture->addSeparator();
    m.attach = add(capture, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Attach to this machine's sockets"),
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K)});
}

void addHelp(MainMenu& m, QMenu* help) {
    m.lessons = help->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Lessons")));
    m.lessonNext = add(help, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Next step of the lesson"),
                       {QKeySequence(Qt::ALT | Qt::Key_Right)});
    m.lessonBack = add(help, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Back in the lesson"),
                       {QKeySequence(Qt::ALT | Qt::Key_Left)});
    m.lessonLeave = add(help, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Show all of the lesson's capture"));
    help->addSeparator();
    m.keys = add(help, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Keys"), {QKeySequence(Qt::Key_F1)});
    m.about = add(help, QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&About synscope"));
}

QString keyLine(const QAction& action) {
    QString name = action.text();
    static const QRegularExpression mnemonic(QStringLiteral("\\(&.\\)|&")); // Chinese has it behind the words
    name.remove(mnemonic);
    return QStringLiteral("<tr><td>%1</td><td>&nbsp;&nbsp;&nbsp;<b>%2</b></td></tr>")
        .arg(name.toHtmlEscaped(),
             QKeySequence::listToString(action.shortcuts(), QKeySequence::NativeText).toHtmlEscaped());
}

} // namespace

MainMenu makeMainMenu(QMainWindow& window) {
    MainMenu m;
    QMenuBar* bar = window.menuBar();
    addFile(m, bar->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&File"))));
    addEdit(m, bar->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Edit"))));
    addView(m, bar->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&View"))), window);
    addGo(m, bar->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Go"))));
    addCapture(m, bar->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Capture"))));
    addHelp(m, bar->addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "&Help"))));
    return m;
}

void showKeys(QWidget& parent, const MainMenu& menu) {
    QString text = QStringLiteral("<table cellpadding='2'>");
    for (const QAction* action : {menu.open,         menu.addSecond,
                                  menu.reload,       menu.saveCapture,
                                  menu.close,        menu.captureStart,
                                  menu.captureStop,  menu.captureRestart,
                                  menu.capturePause, menu.attach,
                                  menu.quit,         menu.find,
                                  menu.clearFilter,  menu.copyDisplayFilter,
                                  menu.showTogether, menu.exportDiagram,
                                  menu.copyPicture,  menu.print,
                                  menu.zoomIn,       menu.zoomOut,
                                  menu.zoomReset,    menu.goOldestCloseWait,
                                  menu.goBack,       menu.goForward,
                                  menu.goOverview,   menu.goTable,
                                  menu.goDetail,     menu.goLeaks,
                                  menu.goPorts,      menu.lessonNext,
                                  menu.lessonBack,   menu.keys})
        text += keyLine(*action);
    text += QStringLiteral("</table><p>%1</p>")
                .arg(wordsOf(
                    QT_TRANSLATE_NOOP("synscope::ui::MainMenu",
                                      "Letters typed in the table go to the filter; Return goes back. In the table, "
                                      "Ctrl+Return filters by the current cell, Ctrl+Shift+Return excludes it, "
                                      "Alt+Return adds it with and, Alt+Shift+Return with or. In the filter, F1 shows "
                                      "its language. In the overview, arrow keys move and size the stretch of time, "
                                      "Escape clears it. In the table, + and - zoom the lanes' time, Shift+Left and "
                                      "Shift+Right move it, Backspace shows all of it; Left, Right and Return fold "
                                      "sections. In a lesson's words, Right, Page Down and Space go on, Left, "
                                      "Page Up and Backspace go back, and digits choose answers.")));
    QMessageBox box(&parent);
    box.setWindowTitle(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "Keys")));
    box.setTextFormat(Qt::RichText);
    box.setText(text);
    box.exec();
}

void showAbout(QWidget& parent) {
    QMessageBox::about(
        &parent, wordsOf(QT_TRANSLATE_NOOP("synscope::ui::MainMenu", "About synscope")),
        wordsOf(
            QT_TRANSLATE_NOOP(
                "synscope::ui::MainMenu",
                "<b>synscope %1</b><p>See TCP connections open, talk and close: the state of both ends of every "
                "connection in "
                "a packet capture, and who owes a close.</p><p>Licensed under the Apache License, version 2.0.</p>"))
            .arg(QCoreApplication::applicationVersion()));
}

} // namespace synscope::ui
