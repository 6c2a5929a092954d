// SPDX-License-Identifier: Apache-2.0
//
// The window: opens and closes captures through the function it was given, brings snapshots to the views
// and details to the page at the right, and connects the menus. It knows sessions and snapshots, never
// the engine.
#pragma once

#include "core/diagnose/capture_findings.h"
#include "core/store/session.h"
#include "ui/main_menu.h"
#include "ui/view_state.h"

#include <QMainWindow>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace synscope::ui {

class CapturePages;
class ConnectionDetailPage;
class ConnectionsPage;
class DetailLoader;
class LatestJob;
class LeaksPage;
class NoticeBar;
class SessionOpener;
class SnapshotFeed;
class TopBar;
class WelcomePage;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `theme` overrides what the settings and the desktop say.
    explicit MainWindow(OpenSession openSession, std::optional<Theme> theme = std::nullopt, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Closes what is open first. A failure is shown in the window.
    void open(const QString& path);
    void closeCapture();
    void setFilterText(const QString& text);

    [[nodiscard]] ViewState& state() { return m_state; }
    [[nodiscard]] const ViewState& state() const { return m_state; }
    [[nodiscard]] ConnectionsPage& connections() const { return *m_connections; }
    [[nodiscard]] CapturePages& pages() const { return *m_capture; }
    [[nodiscard]] LeaksPage& leaks() const;
    [[nodiscard]] ConnectionDetailPage& detail() const { return *m_detail; }
    [[nodiscard]] TopBar& topBar() const { return *m_topBar; }
    [[nodiscard]] WelcomePage& welcome() const { return *m_welcome; }
    [[nodiscard]] const NoticeBar& notice() const { return *m_notice; }
    [[nodiscard]] QString filterError() const;
    [[nodiscard]] bool isOpen() const { return m_feed != nullptr; }
    /// Everything shown belongs to the latest snapshot, and what is read to its end is judged.
    [[nodiscard]] bool isSettled() const;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    static constexpr double kUsualScale = 2; ///< of PNG files and copies

    void makeLayout();
    void connectViews();
    void connectMenu();
    void connectGo();
    void opened(const QString& path, Result<std::unique_ptr<Session>>& session);
    void onSnapshot(const SnapshotPtr& snapshot);
    void judgeCapture();
    void showCaptureFindings(const std::vector<CaptureFinding>& findings);
    void selectByDefault();
    void openByDialog();
    void reload();
    void fillRecent();
    void showPage();
    void connectLeaks();
    void showLedger(ConnectionId id);
    void showLeaks(const QString& filterText, ConnectionId oldest);
    void showLongestCloseWait();
    void goToDetail();
    void exportDiagram(const QString& ending, double scale = kUsualScale);
    void copyDiagram();
    void chooseTheme(const QString& name);
    void applyLook();

    SessionOpener* m_opener;
    Theme m_desktopTheme; ///< as the palette was before it was ours
    ViewState m_state;
    MainMenu m_menu;
    std::unique_ptr<SnapshotFeed> m_feed; ///< null when nothing is open
    QString m_path;
    bool m_isDamageSaid = false;
    bool m_isJudged = false;          ///< all of the capture was read, and its findings were looked for
    bool m_isFirstChoiceMade = false; ///< a connection was selected since the capture was opened
    LatestJob* m_judging;
    DetailLoader* m_loader;
    TopBar* m_topBar;
    QLabel* m_filterError;
    NoticeBar* m_notice;
    QStackedWidget* m_pages;
    WelcomePage* m_welcome;
    QSplitter* m_splitter;
    CapturePages* m_capture;
    ConnectionsPage* m_connections; ///< of m_capture
    ConnectionDetailPage* m_detail;
};

} // namespace synscope::ui
