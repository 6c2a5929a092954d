// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with a capture of the other end: reads it, and joins with it what is shown.
#include "ui/detail_loader.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/second_capture.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

namespace synscope::ui {

void MainWindow::connectSecond() {
    connect(m_menu.addSecond, &QAction::triggered, this, &MainWindow::addSecondByDialog);
    connect(m_second, &SecondCapture::ready, this, [this] {
        m_loader->setSecond(m_second->snapshot(), m_second->fetch());
        if (const std::optional<Damage>& damage = m_second->snapshot()->load.damage) {
            m_notice->setText(QFileInfo(m_second->path()).fileName() + QStringLiteral(": ") + damageText(*damage));
            return;
        }
        m_notice->setText(tr("Connections are joined with those in %1: arrows show the time that segments travelled.")
                              .arg(QFileInfo(m_second->path()).fileName()),
                          NoticeBar::Tone::Calm);
    });
    connect(m_second, &SecondCapture::failed, this,
            [this](const QString& message) { m_notice->setText(QStringLiteral("⚠ ") + message); });
}

void MainWindow::addSecondByDialog() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a capture of the other end"), QFileInfo(m_path).absolutePath());
    if (!path.isEmpty())
        addSecondCapture(path);
}

void MainWindow::addSecondCapture(const QString& path) {
    if (!isOpen())
        return;
    m_loader->setSecond(nullptr, {});
    m_second->open(path);
}

} // namespace synscope::ui
