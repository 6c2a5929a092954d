// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/preferences_dialog.h"

#include "tests/ui/fake_session.h"
#include "ui/preferences/thresholds.h"
#include "ui/theme.h"
#include "ui/view_state.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using ui::Preferences;
using ui::PreferencesDialog;
using ui::SegmentTime;

class Settings : public testing::Test {
protected:
    Settings() { QSettings().clear(); }
    ~Settings() override { QSettings().clear(); }
};

QPushButton* button(const PreferencesDialog& dialog, QDialogButtonBox::StandardButton which) {
    return dialog.findChild<QDialogButtonBox*>()->button(which);
}

QDoubleSpinBox* number(const PreferencesDialog& dialog, const char* name) {
    return dialog.findChild<QDoubleSpinBox*>(QLatin1String(name));
}

TEST_F(Settings, AreTheDefaultsAtFirst) {
    EXPECT_EQ(ui::loadPreferences(), Preferences{});
}

TEST_F(Settings, AreReadAsTheyWereKept) {
    Preferences wanted;
    for (const ui::Threshold& threshold : ui::thresholds())
        threshold.set(wanted.policy, threshold.least + 1);
    wanted.time = SegmentTime::SinceBegin;
    wanted.relativeNumbers = false;
    ui::savePreferences(wanted);
    EXPECT_EQ(ui::loadPreferences(), wanted);
    ui::savePreferences({});
    EXPECT_TRUE(QSettings().allKeys().isEmpty()) << "defaults are not kept";
}

TEST_F(Settings, ThatCannotBeAreTheDefaults) {
    QSettings().setValue(QStringLiteral("preferences/leak-after"), -5);
    QSettings().setValue(QStringLiteral("preferences/leak-growth"), QStringLiteral("many"));
    QSettings().setValue(QStringLiteral("preferences/segment-time"), 99);
    EXPECT_EQ(ui::loadPreferences(), Preferences{});
}

TEST(Thresholds, HoldTheDefaultsWithinTheirBounds) {
    const DiagnosePolicy usual;
    for (const ui::Threshold& threshold : ui::thresholds()) {
        EXPECT_GE(threshold.get(usual), threshold.least) << threshold.name;
        EXPECT_LE(threshold.get(usual), threshold.most) << threshold.name;
        DiagnosePolicy changed;
        threshold.set(changed, threshold.get(usual));
        EXPECT_EQ(changed, usual) << threshold.name;
    }
}

TEST(PreferencesDialog, ShowsWhatIsSet) {
    Preferences set;
    set.policy.leakAfter = std::chrono::seconds(90);
    set.time = SegmentTime::Clock;
    const PreferencesDialog dialog(set);
    EXPECT_EQ(number(dialog, "leak-after")->value(), 90);
    EXPECT_EQ(dialog.findChild<QComboBox*>(QStringLiteral("time"))->currentIndex(), 2);
    EXPECT_EQ(dialog.preferences(), set);
    EXPECT_FALSE(button(dialog, QDialogButtonBox::Apply)->isEnabled());
}

TEST(PreferencesDialog, AppliesOnceWhatWasChanged) {
    PreferencesDialog dialog{Preferences{}};
    QSignalSpy applied(&dialog, &PreferencesDialog::applied);
    number(dialog, "leak-after")->setValue(5);
    EXPECT_TRUE(button(dialog, QDialogButtonBox::Apply)->isEnabled());
    button(dialog, QDialogButtonBox::Apply)->click();
    button(dialog, QDialogButtonBox::Ok)->click();
    ASSERT_EQ(applied.count(), 1);
    EXPECT_EQ(applied[0][0].value<Preferences>().policy.leakAfter, std::chrono::seconds(5));
}

TEST(PreferencesDialog, RestoresTheDefaults) {
    Preferences set;
    set.policy.mostInPool = 3;
    set.relativeNumbers = false;
    PreferencesDialog dialog(set);
    button(dialog, QDialogButtonBox::RestoreDefaults)->click();
    EXPECT_EQ(dialog.preferences(), Preferences{});
    EXPECT_FALSE(button(dialog, QDialogButtonBox::RestoreDefaults)->isEnabled());
    EXPECT_TRUE(button(dialog, QDialogButtonBox::Apply)->isEnabled());
}

TEST(PreferencesDialog, HasALabelWithAKeyForEachField) {
    const PreferencesDialog dialog{Preferences{}};
    for (const ui::Threshold& threshold : ui::thresholds())
        EXPECT_TRUE(QLatin1String(threshold.label).contains(QLatin1Char('&'))) << threshold.label;
    EXPECT_EQ(dialog.findChildren<QDoubleSpinBox*>().size(), static_cast<qsizetype>(ui::thresholds().size()));
}

/// Where a folder is named, the dialog's picture is left there.
TEST(PreferencesDialog, FitsItsWords) {
    const QString folder = qEnvironmentVariable("SYNSCOPE_PICTURES");
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        ui::applyTheme(*qApp, theme, 1);
        PreferencesDialog dialog{Preferences{}};
        dialog.adjustSize();
        for (const QDoubleSpinBox* field : dialog.findChildren<QDoubleSpinBox*>())
            EXPECT_GE(field->width(), field->minimumSizeHint().width()) << field->objectName().toStdString();
        if (!folder.isEmpty())
            dialog.grab().save(folder + (theme == Theme::Dark ? QStringLiteral("/preferences-dark.png")
                                                              : QStringLiteral("/preferences-light.png")));
    }
}

TEST(ViewState, JudgesWhatIsShownByItsPolicy) {
    FakeCapture capture;
    capture.addLeak(0, 10);
    capture.setEnd(100);
    ui::ViewState state;
    state.setSnapshot(capture.snapshot());
    QSignalSpy changed(&state, &ui::ViewState::snapshotChanged);
    DiagnosePolicy policy;
    policy.leakAfter = std::chrono::hours(1);
    state.setPolicy(policy);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(state.snapshot()->policy, policy);
    state.setPolicy(policy);
    EXPECT_EQ(changed.count(), 1);
    state.setSnapshot(capture.snapshot());
    EXPECT_EQ(state.snapshot()->policy, policy) << "of later snapshots, too";
}

} // namespace
} // namespace synscope::test
