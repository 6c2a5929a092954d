// SPDX-License-Identifier: Apache-2.0
//
// When the connection selected is replayed again: ages grow also where no packet comes.
#include "ui/detail_loader.h"

#include "tests/ui/fake_session.h"

#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

TEST(DetailLoader, ReplaysALiveConnectionWhoseAgesHaveGrown) {
    test::FakeCapture capture;
    ViewState state;
    DetailLoader loader(state);
    const QSignalSpy loaded(&loader, &DetailLoader::loaded);
    loader.setFetch(test::makeFakeSession(std::make_shared<bool>(false))->fetch);
    const ConnectionId id = capture.addLeak(0, 5);
    state.setSnapshot(capture.snapshot(false));
    state.select(id);
    ASSERT_TRUE(QTest::qWaitFor([&] { return loaded.count() == 1; }));
    capture.setEnd(60);
    state.setSnapshot(capture.snapshot(false));
    EXPECT_TRUE(QTest::qWaitFor([&] { return loaded.count() == 2; }));
}

} // namespace
} // namespace synscope::ui
