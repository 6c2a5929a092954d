// SPDX-License-Identifier: Apache-2.0
//
// The window: opens and closes captures through the function it was given, brings snapshots to the views
// and details to the page at the right, and connects the menus. It knows sessions and snapshots, never
// the engine.
#pragma once

#include "core/diagnose/capture_findings.h"
#include "core/export/issue_report.h"
#include "core/store/local_ports.h"
#include "core/store/session.h"
#include "ui/capture/capture_tools.h"
#include "ui/export/export_subject.h"
#include "ui/language/ui_language.h"
#include "ui/latest_job.h"
#include "ui/lesson/lesson_library.h"
#include "ui/main_menu.h"
#include "ui/navigation.h"
#include "ui/preferences/preferences.h"
#include "ui/view_state.h"

#include <QMainWindow>
#include <QStringList>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

class QLabel;
class QStackedWidget;

namespace synscope::ui {

class CaptureStarter;
class ConnectionDetailPage;
class ConnectionsPage;
class DetailLoader;
class LatestJob;
class LeaksPage;
class LessonBar;
class LessonPanel;
class LessonPlayer;
class LiveBar;
class MachineFeed;
class MachinePage;
class NoticeBar;
class PortsPage;
class RecoveryBar;
class SecondCapture;
class SessionOpener;
class SnapshotFeed;
class TopBar;
class WelcomePage;
class Workspace;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `theme` overrides what the settings and the desktop say.
    explicit MainWindow(OpenSession openSession, std::optional<Theme> theme = std::nullopt, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Without them the window does not offer to capture, nor to attach to this machine's sockets. Looks at once for
    /// what a crash left of a capture.
    void setCaptureTools(CaptureTools tools);
    /// Without it the window does not offer to make issue reports. `program` is what they are said to be made by.
    void setReportWriter(WriteIssueReport writer, std::string program);

    /// Without it the window does not know this machine's range of local ports.
    void setAskThisHost(AskThisHost ask);

    /// Without them the window offers none, and a lesson's capture opens as any other.
    void setLessons(LessonLibrary library);

    /// What the settings said at first. Applies at once, and is not kept in the settings.
    void setPreferences(const Preferences& preferences);
    [[nodiscard]] const Preferences& preferences() const { return m_preferences; }

    /// Without them the window opens one file at a time.
    void setCaptureSets(OpenTogether open, FindCaptureSet find);

    /// Closes what is open first, all six: where that holds unsaved packets, only once the user has said what becomes
    /// of them. A failure is shown in the window.
    void open(const QString& path);
    /// Several files as one; of one, open(). A folder alone: all captures in it.
    void openTogether(const QStringList& paths);
    /// The whole rotated set that a file belongs to, or all captures in a folder.
    void openSet(const QString& path);
    void startCapture(const CaptureRequest& request);
    /// Watches this machine's sockets, without packets and privileges.
    void attachToSockets();
    void closeCapture();
    /// A capture of the same traffic at another place: connections are joined with it once it is read.
    void addSecondCapture(const QString& path);
    /// Writes a live capture into a file in the background; `then` follows when it was written.
    void saveCaptureTo(const QString& path, const std::function<void()>& then = {});
    void setFilterText(const QString& text);

    [[nodiscard]] ViewState& state() { return m_state; }
    [[nodiscard]] const ViewState& state() const { return m_state; }
    [[nodiscard]] ConnectionsPage& connections() const { return *m_connections; }
    [[nodiscard]] CapturePages& pages() const { return *m_capture; }
    [[nodiscard]] LeaksPage& leaks() const;
    [[nodiscard]] PortsPage& ports() const;
    [[nodiscard]] ConnectionDetailPage& detail() const { return *m_detail; }
    [[nodiscard]] TopBar& topBar() const { return *m_topBar; }
    [[nodiscard]] WelcomePage& welcome() const { return *m_welcome; }
    [[nodiscard]] Workspace& workspace() const { return *m_workspace; }
    [[nodiscard]] const NoticeBar& notice() const { return *m_notice; }
    [[nodiscard]] QString filterError() const;
    [[nodiscard]] const LiveBar& liveBar() const { return *m_liveBar; }
    [[nodiscard]] const RecoveryBar& recoveryBar() const { return *m_recovery; }
    [[nodiscard]] LessonPlayer& lesson() const { return *m_player; }
    [[nodiscard]] LessonPanel& lessonPanel() const { return *m_lessonPanel; }
    [[nodiscard]] const LessonBar& lessonBar() const { return *m_lessonBar; }
    /// What is open is shown step by step.
    [[nodiscard]] bool isInLesson() const;
    [[nodiscard]] MachinePage& machine() const { return *m_machine; }
    [[nodiscard]] bool isOpen() const { return m_feed != nullptr; }
    /// To this machine's sockets, and to nothing else.
    [[nodiscard]] bool isAttached() const { return m_machineFeed != nullptr && m_feed == nullptr; }
    /// Everything shown belongs to the latest snapshot, and what is read to its end is judged.
    [[nodiscard]] bool isSettled() const;
    /// As DetailLoader::failure().
    [[nodiscard]] const QString& detailFailure() const;
    [[nodiscard]] bool isCapturing() const;
    [[nodiscard]] bool hasUnsavedPackets() const;

    /// What open() was told, or the first of several files; empty for a live capture, and where nothing is open.
    [[nodiscard]] const QString& path() const { return m_path; }
    /// All files that are open as one.
    [[nodiscard]] QStringList paths() const;

Q_SIGNALS:
    /// Another language was chosen and is in the settings: a window made now speaks it, and can show the same.
    void languageChosen();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void makeLayout();
    void connectViews();
    void connectMenu();
    void connectGo();
    void connectCapture();
    void connectMachine();
    void connectLesson();
    void connectNavigation();
    void connectWorkspace();
    void notePlace();
    void goTo(const std::optional<Place>& place);
    void showNavigation();
    void expectLesson(const QString& path);
    void beginLesson();
    void loadLessonSteps();
    void showLessonPlace();
    void leaveLesson();
    void forgetLesson();
    void openNextLesson();
    void opened(const QString& path, Result<std::unique_ptr<Session>>& session);
    void openRecent(const QString& recent);
    void openAll(const std::function<CaptureSet()>& files, const QString& setPath);
    void openedTogether(const CaptureSet& set, const QString& setPath, Result<std::unique_ptr<Session>>& session);
    void offerSet(const QString& path);
    [[nodiscard]] QStringList toldOfCapture() const;
    void follow(std::unique_ptr<Session> session);
    void forgetCapture();
    void forgetMachine();
    void watchBesideCapture();
    void joinSockets(const MachineViewPtr& view);
    [[nodiscard]] std::array<std::string, 2> processesOf(const ConnectionDetail& detail) const;
    void onSnapshot(const SnapshotPtr& snapshot);
    void judgeCapture();
    void showCaptureFindings(const std::vector<CaptureFinding>& findings);
    [[nodiscard]] const LiveCapture* live() const; ///< null unless what is open is one
    void captureByDialog(const std::optional<CaptureTrouble>& trouble);
    void captureStarted(std::variant<std::unique_ptr<Session>, CaptureTrouble> started);
    void stopLoading();
    void restartCapture();
    void tellOfCapture();
    [[nodiscard]] const LoadState& newestLoad() const;
    void followCapture();
    void pauseCapture(bool isPaused);
    void saveCapture(const std::function<void()>& then);
    void recoverCapture(const LeftCapture& left);
    void discardLeft(const LeftCapture& left);
    [[nodiscard]] std::optional<Error> discardRecovered();
    [[nodiscard]] QString unsavedText() const;
    void leaveCapture(const std::function<void()>& then);
    void showCaptureState();
    void selectByDefault();
    void openByDialog();
    void reload();
    void fillRecent();
    void showPage();
    void connectLeaks();
    void connectPorts();
    void showLedger(ConnectionId id);
    void reportByDialog(std::uint32_t group);
    [[nodiscard]] IssueReportRequest reportRequest(std::uint32_t group) const;
    void showLeaks(const QString& filterText, ConnectionId oldest);
    void showWireshark();
    void openInWireshark();
    void copyDisplayFilter();
    [[nodiscard]] QString displayFilter() const; ///< of the selected connection; empty without one
    void showLongestCloseWait();
    void goToDetail();
    void connectSecond();
    void addSecondByDialog();
    void showSelectedTogether();
    void showMoment(ConnectionId id, Timestamp time);
    void takeMoment();
    void exportByDialog(const QString& ending);
    [[nodiscard]] ExportSubject exportSubject() const;
    [[nodiscard]] DiagramWish wishOfShown() const;
    [[nodiscard]] DiagramSource sourceOfShown() const;
    void printDiagram();
    void copyDiagram();
    void chooseTheme(const QString& name);
    void preferencesByDialog();
    void chooseLanguage(LanguageChoice choice);
    void applyLook();

    SessionOpener* m_opener;
    SecondCapture* m_second;
    CaptureStarter* m_starter;
    CaptureTools m_tools;
    WriteIssueReport m_reportWriter;
    std::string m_program; ///< for issue reports
    Theme m_desktopTheme;  ///< as the palette was before it was ours
    ViewState m_state;
    Preferences m_preferences;
    MainMenu m_menu;
    Navigation m_navigation;
    bool m_isGoing = false;                     ///< back or forward: nothing is noted on the way
    std::unique_ptr<SnapshotFeed> m_feed;       ///< null when nothing is open
    std::unique_ptr<MachineFeed> m_machineFeed; ///< null unless attached, or capturing live
    std::unique_ptr<SocketJoin> m_join;         ///< of the live capture with this machine's sockets
    QString m_path;
    OpenTogether m_openTogether;
    FindCaptureSet m_findSet;
    QStringList m_together;           ///< the files that are open as one; empty: m_path alone
    QString m_setPath;                ///< by which they were found, and are to be reloaded; empty: they were given
    CaptureRequest m_request;         ///< the latest, for restart and the dialog
    std::uint64_t m_savedPackets = 0; ///< of the live capture
    SnapshotPtr m_newest;             ///< the session's, which is not shown while paused; null: nothing is open
    bool m_isPaused = false;          ///< the window stands still
    QString m_captureTold;            ///< what was said of it last
    LatestJob m_saveJob;
    LatestJob m_setJob;
    LatestJob m_findLeftJob;
    LatestJob m_copyJob;
    LessonLibrary m_library;
    std::optional<LessonEntry> m_lesson; ///< whose capture is open
    std::optional<Timestamp> m_moment;   ///< of the selected connection, to be shown once it is read
    bool m_isLessonDue = false;          ///< its steps are to be shown once all is read
    LatestJob m_lessonJob;
    int m_sizeOutsideLesson = 0; ///< of the connection's panel
    bool m_isDamageSaid = false;
    bool m_isJudged = false;          ///< all of the capture was read, and its findings were looked for
    bool m_isFirstChoiceMade = false; ///< a connection was selected since the capture was opened
    LatestJob* m_judging;
    DetailLoader* m_loader;
    TopBar* m_topBar;
    QLabel* m_filterError;
    LiveBar* m_liveBar;
    RecoveryBar* m_recovery;
    NoticeBar* m_notice;
    QStackedWidget* m_pages;
    WelcomePage* m_welcome;
    MachinePage* m_machine;
    LessonPlayer* m_player;
    LessonPanel* m_lessonPanel;
    LessonBar* m_lessonBar;
    QStackedWidget* m_left; ///< the capture's pages, or the lesson's panel
    CapturePages* m_capture;
    ConnectionsPage* m_connections; ///< of m_capture
    ConnectionDetailPage* m_detail;
    Workspace* m_workspace;
};

} // namespace synscope::ui
