// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with live captures: begin, follow, end, save, and ask before packets are lost.
#include "ui/capture/capture_dialog.h"
#include "ui/capture/capture_starter.h"
#include "ui/capture/live_bar.h"
#include "ui/capture/recovery_bar.h"
#include "ui/capture/trouble_panel.h"
#include "ui/capture_pages.h"
#include "ui/connections_table.h"
#include "ui/filter_bar.h"
#include "ui/format.h"
#include "ui/language/ui_language.h"
#include "ui/machine/machine_feed.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/pages/connections_page.h"
#include "ui/pages/ports_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/recent_files.h"
#include "ui/snapshot_feed.h"
#include "ui/top_bar.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

#include <algorithm>
#include <utility>

namespace synscope::ui {

void MainWindow::connectCapture() {
    connect(m_menu.captureStart, &QAction::triggered, this, [this] { captureByDialog({}); });
    connect(m_menu.captureStop, &QAction::triggered, this, &MainWindow::stopLoading);
    connect(m_menu.captureRestart, &QAction::triggered, this, &MainWindow::restartCapture);
    connect(m_menu.saveCapture, &QAction::triggered, this, [this] { saveCapture({}); });
    connect(m_menu.capturePause, &QAction::triggered, this, &MainWindow::pauseCapture);
    connect(m_liveBar, &LiveBar::pauseWanted, this, &MainWindow::pauseCapture);
    connect(m_topBar, &TopBar::captureWanted, this, [this] { captureByDialog({}); });
    connect(m_welcome, &WelcomePage::captureWanted, this, [this](const QString& interface) {
        if (!interface.isEmpty())
            m_request.interfaces = {interface.toStdString()};
        captureByDialog({});
    });
    connect(m_liveBar, &LiveBar::restartWanted, this, &MainWindow::restartCapture);
    connect(m_liveBar, &LiveBar::saveWanted, this, [this] { saveCapture({}); });
    connect(m_recovery, &RecoveryBar::openWanted, this, &MainWindow::recoverCapture);
    connect(m_recovery, &RecoveryBar::discardWanted, this, &MainWindow::discardLeft);
}

void MainWindow::setCaptureTools(CaptureTools tools) {
    m_tools = std::move(tools);
    m_welcome->setHelper(m_tools.start ? m_tools.ask : AskHelper());
    showPage();
    if (m_tools.findLeft)
        m_findLeftJob.start(m_tools.findLeft,
                            [this](std::vector<LeftCapture> left) { m_recovery->offer(std::move(left)); });
}

const LiveCapture* MainWindow::live() const {
    return m_feed && m_feed->session().live ? &*m_feed->session().live : nullptr;
}

const LoadState& MainWindow::newestLoad() const {
    return m_newest ? m_newest->load : m_state.snapshot()->load;
}

bool MainWindow::isCapturing() const {
    return live() != nullptr && !newestLoad().finished;
}

bool MainWindow::hasUnsavedPackets() const {
    if (live() == nullptr)
        return false;
    const bool isLeftAsFound = live()->isRecovered() && m_savedPackets == 0; // though nothing of it may be read yet
    return isLeftAsFound || newestLoad().packets > m_savedPackets;
}

void MainWindow::stopLoading() {
    if (m_feed)
        m_feed->cancel();
}

void MainWindow::pauseCapture(bool isPaused) {
    if (!m_newest) { // before the first packets there is nothing to look at
        m_liveBar->setPaused(false);
        m_menu.capturePause->setChecked(false);
        return;
    }
    m_isPaused = isPaused && isCapturing();
    if (m_machineFeed)
        m_machineFeed->setPaused(m_isPaused);
    onSnapshot(m_newest);
}

/// What a live capture came to, whether the window stands still or not. At its end nothing stands still.
void MainWindow::followCapture() {
    if (!isCapturing() && m_isPaused) {
        m_isPaused = false;
        if (m_machineFeed)
            m_machineFeed->setPaused(false);
    }
    m_liveBar->setNewest(m_newest);
    m_liveBar->setPaused(m_isPaused);
    tellOfCapture();
    showCaptureState();
}

void MainWindow::captureByDialog(const std::optional<CaptureTrouble>& trouble) {
    auto* dialog = new CaptureDialog(m_tools, m_request, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAttachOffered(static_cast<bool>(m_tools.watch));
    if (trouble)
        dialog->showTrouble(*trouble);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { startCapture(dialog->request()); });
    connect(dialog, &CaptureDialog::attachWanted, this, &MainWindow::attachToSockets);
    dialog->open();
}

void MainWindow::startCapture(const CaptureRequest& request) {
    leaveCapture([this, request] {
        forgetCapture();
        m_request = request;
        m_notice->setText(tr("Starting to capture…"), NoticeBar::Tone::Calm);
        m_starter->start(m_tools.start, request,
                         [this](CaptureStarter::Started started) { captureStarted(std::move(started)); });
    });
}

void MainWindow::captureStarted(std::variant<std::unique_ptr<Session>, CaptureTrouble> started) {
    m_notice->setText({});
    if (const auto* const trouble = std::get_if<CaptureTrouble>(&started)) {
        captureByDialog(*trouble);
        return;
    }
    m_savedPackets = 0;
    follow(std::move(std::get<0>(started)));
    m_liveBar->setCapture(live());
    watchBesideCapture();
}

void MainWindow::recoverCapture(const LeftCapture& left) {
    leaveCapture([this, left] {
        forgetCapture();
        Result<std::unique_ptr<Session>> session = m_tools.recover(left);
        m_recovery->takeFirst();
        if (!session) {
            m_notice->setText(QStringLiteral("⚠ ") + messageOf(session.error()));
            return;
        }
        m_savedPackets = 0;
        follow(std::move(session).value());
        m_liveBar->setCapture(live());
        m_captureTold = tr("Recovered: %1. Save it, or it is deleted when you close it.").arg(leftText(left));
        m_notice->setText(m_captureTold, NoticeBar::Tone::Calm);
    });
}

void MainWindow::discardLeft(const LeftCapture& left) {
    auto* box = new QMessageBox(QMessageBox::Question, tr("Discard a capture"), tr("Delete %1?").arg(leftText(left)),
                                QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setInformativeText(tr("They cannot be brought back."));
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QDialog::finished, this, [this, left](int choice) {
        if (choice != QMessageBox::Discard)
            return;
        if (const std::optional<Error> error = m_tools.discard(left))
            m_notice->setText(QStringLiteral("⚠ ") + messageOf(*error));
        m_recovery->takeFirst();
    });
    box->open();
}

/// Deletes what is open and was left by a crash; an error where it cannot be.
std::optional<Error> MainWindow::discardRecovered() {
    return live() != nullptr && live()->isRecovered() ? live()->discard() : std::nullopt;
}

void MainWindow::restartCapture() {
    const QString filter = m_topBar->filterBar()->text();
    leaveCapture([this, filter] {
        m_savedPackets = newestLoad().packets; // asked already
        startCapture(m_request);
        setFilterText(filter);
    });
}

/// Says once what a live capture has come to.
void MainWindow::tellOfCapture() {
    const LiveState state = live()->state();
    QString text;
    if (!state.troubles.empty())
        text = QStringLiteral("⚠ ") + troubleText(state.troubles.back());
    if (state.end == CaptureEnd::LimitReached)
        text += (text.isEmpty() ? QString() : QStringLiteral("\n")) +
                tr("The capture reached its limit of %1 and was stopped. Save it, or start anew with a higher limit.")
                    .arg(byteCount(live()->request.mostBytes));
    if (text.isEmpty() || text == m_captureTold)
        return;
    m_captureTold = text;
    m_isDamageSaid = m_isDamageSaid || !state.troubles.empty(); // the reason why its end is cut
    m_notice->setText(text);
}

void MainWindow::saveCapture(const std::function<void()>& then) {
    if (live() == nullptr)
        return;
    auto* dialog = new QFileDialog(this, tr("Save the capture"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("pcapng (*.pcapng)"), tr("All files (*)")});
    dialog->setDefaultSuffix(QStringLiteral("pcapng"));
    dialog->selectFile(QStringLiteral("capture.pcapng"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString& path) { saveCaptureTo(path, then); });
    dialog->open();
}

void MainWindow::saveCaptureTo(const QString& path, const std::function<void()>& then) {
    if (live() == nullptr)
        return;
    const QString name = QFileInfo(path).fileName();
    const std::uint64_t packets = newestLoad().packets;
    m_notice->setText(tr("Saving %1…").arg(name), NoticeBar::Tone::Calm);
    m_saveJob.start([save = live()->save,
                     path = path.toStdString()](const std::atomic<bool>& cancelled) { return save(path, cancelled); },
                    [this, path, name, packets, then](const std::optional<Error>& error) {
                        if (error) {
                            m_notice->setText(QStringLiteral("⚠ ") + messageOf(*error));
                            return;
                        }
                        m_savedPackets = packets;
                        m_notice->setText(tr("Saved as %1.").arg(name), NoticeBar::Tone::Calm);
                        addRecentFile(path);
                        fillRecent();
                        if (then)
                            then();
                    });
}

/// What leaving would lose. A recovered capture was read without those let go before.
QString MainWindow::unsavedText() const {
    const LoadState& load = newestLoad();
    const std::uint64_t kept = live()->isRecovered() ? load.packets : load.packets - load.packetsLetGo;
    if (m_savedPackets == 0)
        return tr("%1 captured packets are not saved.").arg(groupedNumber(kept));
    return tr("%1 packets captured since the last save are not saved.")
        .arg(groupedNumber(std::min(kept, load.packets - m_savedPackets)));
}

void MainWindow::leaveCapture(const std::function<void()>& then) {
    if (!hasUnsavedPackets()) {
        then();
        return;
    }
    auto* box = new QMessageBox(QMessageBox::Question, tr("Unsaved packets"), unsavedText(),
                                QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setInformativeText(tr("They are lost unless you save them."));
    box->setDefaultButton(QMessageBox::Save);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QDialog::finished, this, [this, then](int choice) {
        if (choice == QMessageBox::Discard)
            then();
        else if (choice == QMessageBox::Save)
            saveCapture(then);
    });
    box->open();
}

/// What the menus and bars offer for a live capture.
void MainWindow::showCaptureState() {
    const bool canCapture = static_cast<bool>(m_tools.start);
    const bool isLive = live() != nullptr;
    m_menu.captureStart->setEnabled(canCapture && !isCapturing());
    m_menu.captureStop->setEnabled(isCapturing());
    m_menu.capturePause->setEnabled(isCapturing());
    m_menu.capturePause->setChecked(m_isPaused);
    m_menu.captureRestart->setEnabled(isLive && !live()->isRecovered());
    m_menu.saveCapture->setEnabled(isLive);
    m_menu.reload->setEnabled(isOpen() && !isLive);
    m_menu.attach->setEnabled(static_cast<bool>(m_tools.watch) && !isAttached());
    m_welcome->setAttachVisible(static_cast<bool>(m_tools.watch));
    m_topBar->setCaptureVisible(canCapture && !isCapturing());
    m_capture->ports().setMadeHere(isLive);
}

} // namespace synscope::ui
