// SPDX-License-Identifier: Apache-2.0
//
// Files that change while the window shows them, and file systems that do not answer: what is wrong is said, and the
// window goes on.
#include "core/engine/engine.h"
#include "core/store/chain_segments.h"
#include "tests/bench/capture_generator.h"
#include "ui/connections_table.h"
#include "ui/detail_loader.h"
#include "ui/main_window.h"
#include "ui/models/connections_model.h"
#include "ui/notice_bar.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/snapshot_feed.h"

#include <QDateTime>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <new>
#include <utility>

namespace synscope::ui {
namespace {

const QString kLesson = QStringLiteral(SYNSCOPE_SOURCE_DIR "/resources/lessons/04-close-wait-leak.pcap");
const QString kOther = QStringLiteral(SYNSCOPE_SOURCE_DIR "/resources/lessons/06-reset.pcap");

/// A file system that answers once it is let.
class Stall {
public:
    ~Stall() { end(); }
    void wait() {
        m_isMet = true;
        m_end.wait();
    }
    [[nodiscard]] bool isMet() const { return m_isMet; }
    void end() {
        if (!std::exchange(m_isOver, true))
            m_over.set_value();
    }

private:
    std::atomic<bool> m_isMet = false;
    bool m_isOver = false;
    std::promise<void> m_over;
    std::shared_future<void> m_end{m_over.get_future()};
};

/// After so many packets.
FetchPacket stalling(const std::shared_ptr<Stall>& stall, const FetchPacket& fetch, std::size_t after) {
    return [stall, fetch, after, count = std::make_shared<std::atomic<std::size_t>>(0)](std::uint64_t position,
                                                                                        FetchBuffer& buffer) {
        if (count->fetch_add(1) >= after)
            stall->wait();
        return fetch(position, buffer);
    };
}

void leaveForAnotherOne(const LoadedCapture& first, std::size_t after) {
    const auto stall = std::make_shared<Stall>();
    const LoadedCapture second = loadCapture(kOther.toStdString(), {}).value();
    ViewState state;
    DetailLoader loader(state);
    loader.setFetch(stalling(stall, first.fetch, after));
    state.setSnapshot(first.snapshot);
    state.select(ConnectionId{0});
    EXPECT_TRUE(QTest::qWaitFor([&] { return stall->isMet(); })); // and on to its end, in any case
    loader.setFetch(second.fetch);                                // comes back although the first one does not
    state.setSnapshot(second.snapshot);
    state.select(kNoConnection);
    const QSignalSpy loaded(&loader, &DetailLoader::loaded);
    state.select(ConnectionId{0});
    EXPECT_TRUE(QTest::qWaitFor([&] { return loaded.count() == 1; }));
    stall->end();
}

TEST(StalledFile, IsLeftForAnotherOne) {
    leaveForAnotherOne(loadCapture(kLesson.toStdString(), {}).value(), 0);
}

/// One thread waits for the file, and another for that one.
TEST(StalledFile, IsLeftWhileALongConnectionIsRead) {
    constexpr std::uint64_t kPackets = 4 * ChainSegments::kWithoutThread;
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("long.pcap")).toStdString();
    ASSERT_GE(bench::writeCapture(path, {.connections = 1, .packets = kPackets}).packets, kPackets);
    leaveForAnotherOne(loadCapture(path, {}).value(), kPackets / 2);
}

TEST(LargeConnection, IsToldOfWhereMemoryIsNotEnough) {
    const LoadedCapture capture = loadCapture(kLesson.toStdString(), {}).value();
    ViewState state;
    DetailLoader loader(state);
    const QSignalSpy failed(&loader, &DetailLoader::failed);
    loader.setFetch([](std::uint64_t, FetchBuffer&) -> Result<RawPacket> { throw std::bad_alloc(); });
    state.setSnapshot(capture.snapshot);
    state.select(ConnectionId{0});
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 1; }));
    EXPECT_TRUE(loader.failure().contains(QStringLiteral("not enough memory"))) << loader.failure().toStdString();
    state.select(kNoConnection);
    EXPECT_EQ(loader.failure(), QString());
}

TEST(StalledFile, IsLeftWhileItIsStillRead) {
    const auto stall = std::make_shared<Stall>();
    auto session = std::make_unique<Session>();
    session->threads = std::shared_ptr<void>(stall.get(), [stall](void*) { stall->wait(); });
    { const SnapshotFeed feed(std::move(session)); }
    EXPECT_TRUE(stall->isMet());
    stall->end();
}

/// The window over the engine, with a file system of its own for one file.
class StalledWindow : public testing::Test {
protected:
    StalledWindow() { m_window.show(); }
    bool waitForRows(int rows) {
        return QTest::qWaitFor([this, rows] { return m_window.connections().model().rowCount() == rows; });
    }

    std::shared_ptr<Stall> m_stall = std::make_shared<Stall>();
    MainWindow m_window{[stall = m_stall](const std::string& path, std::stop_token stop) {
                            if (path == "stalls")
                                stall->wait();
                            return openSession(path == "stalls" ? kLesson.toStdString() : path, {}, std::move(stop));
                        },
                        Theme::Light};
};

TEST_F(StalledWindow, LivesOnWhileAFileDoesNotOpen) {
    m_window.open(QStringLiteral("stalls"));
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_TRUE(m_window.notice().isVisible());
    m_window.open(kOther);
    EXPECT_TRUE(m_window.isOpen());
    EXPECT_TRUE(m_window.windowTitle().contains(QStringLiteral("06-reset")));
    m_stall->end();
    EXPECT_TRUE(waitForRows(1));
    EXPECT_TRUE(m_window.windowTitle().contains(QStringLiteral("06-reset"))) << "what was given up stays so";
}

TEST_F(StalledWindow, OpensAFileOnceItAnswers) {
    m_window.open(QStringLiteral("stalls"));
    EXPECT_FALSE(m_window.isOpen());
    m_stall->end();
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.isOpen(); }));
    EXPECT_FALSE(m_window.notice().isVisible());
}

/// What the detail says when a connection is chosen after the file was changed by `change`.
QString saidAfter(const std::function<void(QFile&)>& change) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("copy.pcap"));
    EXPECT_TRUE(QFile::copy(kLesson, path));
    const LoadedCapture capture = loadCapture(path.toStdString(), {}).value();
    ViewState state;
    DetailLoader loader(state);
    QString said;
    QObject::connect(&loader, &DetailLoader::failed, &loader, [&](const QString& message) { said = message; });
    QObject::connect(&loader, &DetailLoader::loaded, &loader, [&] { said = QStringLiteral("loaded"); });
    loader.setFetch(capture.fetch);
    state.setSnapshot(capture.snapshot);
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadWrite));
    change(file);
    file.close();
    state.select(ConnectionId{0});
    EXPECT_TRUE(QTest::qWaitFor([&] { return !said.isEmpty(); }));
    return said;
}

TEST(ChangedFile, IsToldWhereAConnectionIsChosen) {
    EXPECT_EQ(saidAfter([](QFile& file) { file.resize(100); }).toStdString(),
              "the capture became shorter after it was read: open it again");
    EXPECT_EQ(saidAfter([](QFile& file) {
                  file.write(QByteArray(static_cast<qsizetype>(file.size()), 'x'));
                  file.flush();
                  file.setFileTime(QDateTime::currentDateTime().addSecs(60), QFileDevice::FileModificationTime);
              }).toStdString(),
              "the capture was changed after it was read: open it again");
    EXPECT_EQ(saidAfter([](QFile& file) {
                  file.seek(file.size());
                  file.write("more of it");
              }).toStdString(),
              "loaded");
    EXPECT_EQ(saidAfter([](QFile& file) { file.remove(); }).toStdString(), "loaded") << "what is open stays readable";
}

} // namespace
} // namespace synscope::ui
