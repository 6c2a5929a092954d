// SPDX-License-Identifier: Apache-2.0
#include "app/synscope/window_command.h"

#include "app/synscope/report.h"
#include "core/capture/spool_folder.h"
#include "core/engine/capture_set.h"
#include "core/engine/engine.h"
#include "core/engine/helper_path.h"
#include "core/engine/interface_traffic.h"
#include "core/engine/issue_report_folder.h"
#include "core/engine/left_captures.h"
#include "core/engine/live_session.h"
#include "core/engine/machine_watch.h"
#include "core/engine/this_host.h"
#include "ui/diagram/ladder_view.h"
#include "ui/diagram/whole_file.h"
#include "ui/filter_bar.h"
#include "ui/language/ui_language.h"
#include "ui/machine/machine_page.h"
#include "ui/main_window.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/leaks_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/top_bar.h"

#include <QApplication>
#include <QEventLoop>
#include <QFile>
#include <QIcon>
#include <QPixmap>
#include <QSettings>
#include <QStringList>
#include <QTemporaryDir>
#include <QTimer>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace synscope {
namespace {

constexpr QSize kPictureSize{1600, 1000};
constexpr int kLookAgainMs = 20;

/// Small sizes have a drawing of their own.
QIcon programIcon() {
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 256})
        icon.addFile(QStringLiteral(":/icons/synscope-%1.png").arg(size));
    return icon;
}

void nameApplication() {
    QApplication::setOrganizationName(QStringLiteral("synscope"));
    QApplication::setApplicationName(QStringLiteral("synscope"));
    QApplication::setApplicationVersion(QStringLiteral(SYNSCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("synscope"));
    QApplication::setWindowIcon(programIcon());
}

OpenTogether engineSessionsOfSeveral() {
    return [](std::span<const std::string> paths, std::stop_token stop) {
        return openSessionOf(paths, {}, std::move(stop));
    };
}

/// Of a set that is remembered, the file it was found by may be gone.
CaptureSet setOf(const std::string& path) {
    Result<CaptureSet> found = findCaptureSet(path);
    return found ? std::move(found).value() : captureSetOf(path);
}

OpenSession engineSessions() {
    return [](const std::string& path, std::stop_token stop) { return openSession(path, {}, std::move(stop)); };
}

Timestamp wallClock() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

ui::CaptureTools captureTools() {
    const std::string folder = usualSpoolFolder();
    const LiveOptions options{.program = helperPath(),
                              .spoolFolder = folder,
                              .sockets = [] { return openSocketsToWatch(wallClock); },
                              .now = wallClock};
    return {[options](const CaptureRequest& request, const std::stop_token& stop) {
                return startCapture(request, options, stop);
            },
            [options](const std::vector<std::string>& words, const std::atomic<bool>& cancelled) {
                return askHelper(options, words, cancelled);
            },
            interfaceTraffic,
            [folder](const std::atomic<bool>& cancelled) { return findLeftCaptures(folder, cancelled); },
            [options](const LeftCapture& left) { return recoverCapture(left, options.timeWait); },
            discardLeftCapture,
            [] { return watchThisMachine(wallClock); }};
}

void setTools(ui::MainWindow& window, bool offersLeftCaptures) {
    ui::CaptureTools tools = captureTools();
    if (!offersLeftCaptures)
        tools.findLeft = {};
    window.setCaptureTools(std::move(tools));
    window.setAskThisHost([] { return askThisHost(); });
    window.setReportWriter(writeIssueReport, "synscope " SYNSCOPE_VERSION);
}

/// Growth is known, or the sockets cannot be read.
bool isComplete(const MachineViewPtr& sockets) {
    constexpr std::uint64_t kReadingsForGrowth = 3;
    return sockets && (sockets->readings >= kReadingsForGrowth || sockets->trouble);
}

/// All of the connection is there, and laid out.
bool isDrawn(const ui::ConnectionDetailPage& page) {
    return page.detail() != nullptr && !page.detail()->part && page.ladderView()->layoutShown().detail == page.detail();
}

/// Nothing more is going to appear: a diagram is drawn, there is none to draw or none can be, or the file could not be
/// opened.
bool isComplete(const ui::MainWindow& window) {
    if (window.isAttached())
        return isComplete(window.machine().view());
    if (!window.isOpen())
        return !window.welcome().errorMessage().isEmpty();
    const SnapshotPtr& snapshot = window.state().snapshot();
    if (!snapshot->load.finished)
        return false;
    return window.isSettled() && window.leaks().isSettled() &&
           (snapshot->size() == 0 || isDrawn(window.detail()) || !window.detailFailure().isEmpty());
}

void waitUntilComplete(const ui::MainWindow& window) {
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&loop, &window] {
        if (isComplete(window))
            loop.quit();
    });
    look.start(kLookAgainMs);
    loop.exec();
}

/// What a window begins with.
struct Beginning {
    QStringList files;      ///< that are read as one
    QString set;            ///< by which a rotated set is found; empty: none is wanted
    CaptureRequest capture; ///< without interfaces: none
    bool sockets = false;
    QString filter;
};

Beginning beginningOf(const CommandLine& line) {
    QStringList files;
    if (!line.file.empty())
        files << QFile::decodeName(line.file.c_str());
    for (const std::string& file : line.moreFiles)
        files << QFile::decodeName(file.c_str());
    return {line.wholeSet ? QStringList() : files,
            line.wholeSet ? files.first() : QString(),
            {.interfaces = line.interfaces, .filter = line.captureFilter},
            line.sockets,
            QString::fromLocal8Bit(line.filter.c_str())};
}

/// Shows a window until it is closed. What the next one is to begin with, where another language was chosen.
std::optional<Beginning> showWindow(const Beginning& beginning, std::optional<Theme> theme, int& status) {
    ui::MainWindow window(engineSessions(), theme);
    setTools(window, true);
    window.setCaptureSets(engineSessionsOfSeveral(), setOf);
    window.setLessons(ui::findLessons(QCoreApplication::applicationDirPath())); // a picture shows all of a capture
    std::optional<Beginning> next;
    QObject::connect(&window, &ui::MainWindow::languageChosen, &window, [&window, &next] {
        next = {window.paths(), {}, {}, window.isAttached(), window.topBar().filterBar()->text()};
        window.close();
    });
    window.show();
    if (!beginning.files.isEmpty())
        window.openTogether(beginning.files);
    if (!beginning.set.isEmpty())
        window.openSet(beginning.set);
    if (!beginning.capture.interfaces.empty())
        window.startCapture(beginning.capture);
    if (beginning.sockets)
        window.attachToSockets();
    if (!beginning.filter.isEmpty())
        window.setFilterText(beginning.filter);
    status = QApplication::exec();
    return next;
}

} // namespace

int runWindow(int& argc, char** argv, const CommandLine& line) {
    QApplication application(argc, argv);
    nameApplication();
    ui::speak(line.language.value_or(ui::languageOf(ui::languageChoice())));
    int status = kDone;
    std::optional<Beginning> next = beginningOf(line);
    while ((next = showWindow(*next, line.theme, status)))
        ui::speak(ui::languageOf(ui::languageChoice()));
    return status;
}

int runPicture(int& argc, char** argv, const CommandLine& line) {
    const Result<std::vector<std::string>> input = inputFiles(line);
    if (!input)
        return fail(kFailed, input.error().message);
    QStringList files;
    for (const std::string& file : input.value())
        files << QFile::decodeName(file.c_str());
    qInstallMessageHandler(keepQtQuiet);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir settings; // the user's own are neither read nor changed
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication application(argc, argv);
    nameApplication();
    ui::speak(line.language.value_or(Language::English));
    ui::MainWindow window(engineSessions(), line.theme.value_or(Theme::Light));
    setTools(window, false);                              // a picture of the file, wherever it is made
    window.setCaptureSets(engineSessionsOfSeveral(), {}); // and of nothing that lies beside it
    window.resize(kPictureSize);
    window.detail().setExplains(line.explains);
    window.show();
    if (line.sockets)
        window.attachToSockets();
    else
        window.openTogether(files);
    waitUntilComplete(window);
    if (!window.isOpen() && !window.isAttached())
        return fail(kFailed, window.welcome().errorMessage().toStdString());
    ui::WholeFile file(QFile::decodeName(line.picturePath.c_str()));
    if (!file.open() || !window.grab().save(&file.content(), "PNG") || !file.save())
        return fail(kFailed, line.picturePath + ": " + file.fault().toStdString());
    if (const QString& failure = window.detailFailure(); !failure.isEmpty())
        return fail(kDamaged, failure.toStdString());
    return line.sockets ? kDone : reportDamage(line.file, *window.state().snapshot());
}

} // namespace synscope
