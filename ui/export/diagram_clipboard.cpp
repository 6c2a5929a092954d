// SPDX-License-Identifier: Apache-2.0
#include "ui/export/diagram_clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include <memory>
#include <vector>

namespace synscope::ui {

Result<DiagramCopy> copyOfDiagram(const DiagramSource& source, const QString& ending, const DiagramWish& wish) {
    const bool isPicture = ending == QStringLiteral("png") || ending == QStringLiteral("svg");
    const Result<std::vector<ChosenDiagram>> chosen = firstDiagram(source, wish);
    if (!chosen)
        return chosen.error();
    const Result<QByteArray> text =
        diagramSource(chosen.value(), isPicture ? QStringLiteral("svg") : ending, wish.theme);
    if (!text)
        return text.error();
    if (!isPicture)
        return DiagramCopy{{}, text.value()};
    const Result<QImage> image = diagramImage(chosen.value(), wish.scale, wish.theme);
    if (!image)
        return image.error();
    return DiagramCopy{image.value(), text.value()};
}

void putOnClipboard(const DiagramCopy& copy) {
    auto data = std::make_unique<QMimeData>();
    if (copy.image.isNull()) {
        data->setText(QString::fromUtf8(copy.source));
    } else {
        data->setImageData(copy.image);
        data->setData(QStringLiteral("image/svg+xml"), copy.source);
    }
    QGuiApplication::clipboard()->setMimeData(data.release());
}

} // namespace synscope::ui
