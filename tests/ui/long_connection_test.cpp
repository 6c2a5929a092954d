// SPDX-License-Identifier: Apache-2.0
//
// A long connection of a capture is read again in two steps: its beginning at once, then all of it.
#include "core/engine/engine.h"
#include "tests/bench/capture_generator.h"
#include "ui/detail_loader.h"
#include "ui/format.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

#include <vector>

namespace synscope::ui {
namespace {

class LongConnectionTest : public ::testing::Test {
protected:
    void SetUp() override {
        const std::string path = m_folder.filePath(QStringLiteral("long.pcap")).toStdString();
        bench::CaptureShape shape;
        shape.connections = 2;
        shape.packets = 60'000;
        ASSERT_GT(bench::writeCapture(path, shape).packets, 0U);
        m_capture = loadCapture(path, {}).value();
        QObject::connect(&m_loader, &DetailLoader::loaded, &m_loader,
                         [this](const auto& detail) { m_told.push_back(detail); });
        QObject::connect(&m_loader, &DetailLoader::busy, &m_loader,
                         [this](const QString& text) { m_busy.push_back(text); });
        m_loader.setFetch(m_capture.fetch);
        m_state.setSnapshot(m_capture.snapshot);
    }
    bool isWhole() const { return !m_told.empty() && !m_told.back()->part; }

    QTemporaryDir m_folder;
    LoadedCapture m_capture;
    ViewState m_state;
    DetailLoader m_loader{m_state};
    std::vector<std::shared_ptr<const ConnectionDetail>> m_told;
    QStringList m_busy;
};

TEST_F(LongConnectionTest, IsToldInTwoSteps) {
    m_state.select(ConnectionId{0});
    ASSERT_TRUE(QTest::qWaitFor([&] { return isWhole(); }, 20'000));
    const std::uint64_t packets = m_capture.snapshot->row(ConnectionId{0}).packets();
    ASSERT_EQ(m_told.size(), 2U);
    EXPECT_EQ(m_told[0]->segments.size(), 2000U);
    EXPECT_EQ(m_told[0]->part->of, packets);
    EXPECT_EQ(m_told[1]->segments.size(), packets);
    ASSERT_EQ(m_busy.size(), 3);
    EXPECT_TRUE(m_busy[1].contains(groupedNumber(2000))) << m_busy[1].toStdString();
    EXPECT_TRUE(m_busy[2].isEmpty());
}

TEST_F(LongConnectionTest, IsNotToldForAnotherThatWasChosenMeanwhile) {
    m_state.select(ConnectionId{0});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !m_told.empty(); }, 20'000));
    m_state.select(ConnectionId{1});
    m_told.clear();
    ASSERT_TRUE(QTest::qWaitFor([&] { return isWhole(); }, 20'000));
    for (const auto& detail : m_told)
        EXPECT_EQ(detail->id, ConnectionId{1});
}

} // namespace
} // namespace synscope::ui
