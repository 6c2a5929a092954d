// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_preview.h"

#include "ui/diagram/diagram_files.h"
#include "ui/diagram/picture_painter.h"
#include "ui/format.h"
#include "ui/language/ui_language.h"
#include "ui/theme.h"

#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>

#include <algorithm>
#include <cmath>
#include <utility>

namespace synscope::ui {
namespace {

constexpr double kTallestShownPx = 3'000; // what comes below is scrolled to in the file
constexpr qsizetype kMostTextShown = 60'000;
constexpr double kShownScale = 0.62; ///< of a picture; readable, and the whole width is seen

/// What comes back from the worker.
struct Shown {
    QImage picture;
    QString text;
    QString told;
};

bool isPicture(const QString& ending) {
    return ending == QStringLiteral("png") || ending == QStringLiteral("svg") || ending == QStringLiteral("pdf");
}

QString measureOf(const LadderLanes& lanes, const QString& ending, double scale) {
    const double times = ending == QStringLiteral("png") ? scale : 1;
    return QStringLiteral("%1 × %2 px")
        .arg(groupedNumber(static_cast<std::uint64_t>(std::ceil(lanes.width * times))),
             groupedNumber(static_cast<std::uint64_t>(std::ceil(lanes.height * times))));
}

QImage beginningOf(const LadderLanes& lanes, Theme theme, double devicePixels) {
    const double height = std::min(lanes.height, kTallestShownPx);
    const double scale = kShownScale * devicePixels;
    QImage image(static_cast<int>(std::ceil(lanes.width * scale)), static_cast<int>(std::ceil(height * scale)),
                 QImage::Format_RGB32);
    image.fill(colour(Ink::Surface, theme));
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(painter, paintLanes(lanes, 0, height), theme);
    painter.end();
    image.setDevicePixelRatio(devicePixels);
    return image;
}

Result<Shown> previewOf(const DiagramSource& source, const QString& ending, const DiagramWish& wish,
                        double devicePixels) {
    const Result<std::vector<ChosenDiagram>> chosen = firstDiagram(source, wish);
    if (!chosen)
        return chosen.error();
    Shown shown;
    if (isPicture(ending)) {
        const LadderLanes lanes = lanesOf(chosen.value());
        shown.picture = beginningOf(lanes, wish.theme, devicePixels);
        shown.told = measureOf(lanes, ending, wish.scale);
        return shown;
    }
    const Result<QByteArray> text = diagramSource(chosen.value(), ending, wish.theme);
    if (!text)
        return text.error();
    shown.text = QString::fromUtf8(text.value().left(kMostTextShown));
    shown.told = QObject::tr("%n line(s)", "ExportPreview", static_cast<int>(text.value().count('\n')));
    return shown;
}

} // namespace

ExportPreview::ExportPreview(QWidget* parent)
    : QStackedWidget(parent),
      m_picture(new QLabel(this)),
      m_area(new QScrollArea(this)),
      m_text(new QPlainTextEdit(this)) {
    m_picture->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_area->setWidget(m_picture);
    m_area->setWidgetResizable(true);
    m_area->setAccessibleName(tr("Preview"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(numbersFont(12));
    m_text->setAccessibleName(tr("Preview"));
    addWidget(m_area);
    addWidget(m_text);
}

void ExportPreview::show(const DiagramSource& source, const QString& ending, const DiagramWish& wish) {
    m_job.start(
        [source, ending, wish, devicePixels = devicePixelRatioF()](const std::atomic<bool>& cancelled) {
            DiagramWish stoppable = wish;
            stoppable.cancelled = &cancelled;
            return previewOf(source, ending, stoppable, devicePixels);
        },
        [this](const Result<Shown>& shown) {
            if (!shown) {
                m_picture->setPixmap({});
                m_text->clear();
                Q_EMIT told(QStringLiteral("⚠ ") + messageOf(shown.error()));
                return;
            }
            m_picture->setPixmap(QPixmap::fromImage(shown.value().picture));
            m_text->setPlainText(shown.value().text);
            setCurrentWidget(shown.value().picture.isNull() ? static_cast<QWidget*>(m_text) : m_area);
            Q_EMIT told(shown.value().told);
        });
}

QPixmap ExportPreview::picture() const {
    return m_picture->pixmap(Qt::ReturnByValue);
}

QString ExportPreview::text() const {
    return m_text->toPlainText();
}

} // namespace synscope::ui
