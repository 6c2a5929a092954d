// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_dialog.h"

#include "ui/export/diagram_clipboard.h"
#include "ui/export/export_preview.h"
#include "ui/export/print_preview.h"
#include "ui/format.h"
#include "ui/language/ui_language.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace synscope::ui {
namespace {

constexpr QSize kUsualSize(1'040, 680);
constexpr int kPreviewMinimumPx = 420;

enum Which { Shown, Selected, Listed };

struct Format {
    const char* ending;
    const char* name;
};

constexpr std::array<Format, 6> kFormats{{
    {"png", QT_TRANSLATE_NOOP("synscope::ui::ExportDialog", "PNG picture")},
    {"svg", QT_TRANSLATE_NOOP("synscope::ui::ExportDialog", "SVG picture")},
    {"pdf", QT_TRANSLATE_NOOP("synscope::ui::ExportDialog", "PDF document")},
    {"mmd", QT_TRANSLATE_NOOP("synscope::ui::ExportDialog", "Mermaid source")},
    {"puml", QT_TRANSLATE_NOOP("synscope::ui::ExportDialog", "PlantUML source")},
    {"txt", QT_TRANSLATE_NOOP("synscope::ui::ExportDialog", "Plain text")},
}};

QString setting(const char* name) {
    return QStringLiteral("export/") + QLatin1String(name);
}

/// The entry with those data; the first where there is none.
void choose(QComboBox& box, const QVariant& data) {
    box.setCurrentIndex(std::max(0, box.findData(data)));
}

QString endsOf(const ConnectionDetail& detail) {
    return QString::fromStdString(toText(detail.endpoint[0].address)) + QStringLiteral(" → ") +
           QString::fromStdString(toText(detail.endpoint[1].address));
}

QString warning(const Error& error) {
    return QStringLiteral("⚠ ") + messageOf(error);
}

/// Also of those that are still being read.
std::size_t segmentsOf(const ConnectionDetail& shown) {
    return shown.part ? shown.part->of : shown.segments.size();
}

} // namespace

ExportDialog::ExportDialog(ExportSubject subject, const QString& ending, Language language, QWidget* parent)
    : QDialog(parent),
      m_subject(std::move(subject)),
      m_language(language),
      m_which(new QComboBox(this)),
      m_format(new QComboBox(this)),
      m_colours(new QComboBox(this)),
      m_scale(new QComboBox(this)),
      m_first(new QSpinBox(this)),
      m_last(new QSpinBox(this)),
      m_explains(new QCheckBox(tr("&Explain what happens, step by step"), this)),
      m_anonymises(new QCheckBox(tr("&Anonymise: stand-ins for addresses, no payloads"), this)),
      m_together(new QCheckBox(tr("Side &by side in one picture"), this)),
      m_preview(new ExportPreview(this)),
      m_size(new QLabel(this)),
      m_message(new QLabel(this)),
      m_copy(new QPushButton(tr("&Copy"), this)),
      m_print(new QPushButton(tr("&Print…"), this)),
      m_export(new QPushButton(tr("E&xport…"), this)) {
    setWindowTitle(tr("Export diagrams"));
    fillBoxes(ending);
    makeLayout();
    for (QComboBox* box : {m_which, m_format, m_colours, m_scale})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::changed);
    for (QCheckBox* box : {m_explains, m_anonymises, m_together})
        connect(box, &QCheckBox::toggled, this, &ExportDialog::changed);
    for (QSpinBox* box : {m_first, m_last})
        connect(box, &QSpinBox::valueChanged, this, &ExportDialog::segmentsChanged);
    connect(m_preview, &ExportPreview::told, m_size, &QLabel::setText);
    connect(m_copy, &QPushButton::clicked, this, &ExportDialog::copy);
    connect(m_print, &QPushButton::clicked, this, &ExportDialog::printWithPreview);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    m_export->setDefault(true);
    m_export->setObjectName(QStringLiteral("primary"));
    changed();
}

void ExportDialog::fillBoxes(const QString& ending) {
    const QSettings settings;
    if (m_subject.shown)
        m_which->addItem(tr("The one shown: %1").arg(endsOf(*m_subject.shown)), Shown);
    if (m_subject.selected.size() > 1)
        m_which->addItem(tr("The %n selected", nullptr, static_cast<int>(m_subject.selected.size())), Selected);
    if (m_subject.listed.size() > 1)
        m_which->addItem(m_subject.listed.size() > kMostConnections
                             ? tr("The first %1 of the table").arg(groupedNumber(kMostConnections))
                             : tr("All %n of the table", nullptr, static_cast<int>(m_subject.listed.size())),
                         Listed);
    for (const Format& format : kFormats)
        m_format->addItem(QStringLiteral("%1 (.%2)").arg(tr(format.name), QLatin1String(format.ending)),
                          QLatin1String(format.ending));
    m_colours->addItem(tr("Print, on white"), static_cast<int>(Theme::Print));
    m_colours->addItem(tr("Light"), static_cast<int>(Theme::Light));
    m_colours->addItem(tr("Dark"), static_cast<int>(Theme::Dark));
    for (const int scale : {1, 2, 3, 4})
        m_scale->addItem(QStringLiteral("%1×").arg(scale), scale);
    choose(*m_format, ending.isEmpty() ? settings.value(setting("format"), QStringLiteral("png")) : QVariant(ending));
    choose(*m_colours, settings.value(setting("colours"), static_cast<int>(Theme::Print)).toInt());
    choose(*m_scale, settings.value(setting("scale"), 2).toInt());
    m_explains->setChecked(settings.value(setting("explains"), false).toBool());
    m_anonymises->setChecked(false); // never by surprise, and never silently left out: chosen each time
    m_anonymises->setToolTip(tr("Ports, sequence numbers and times stay: they are the evidence"));
    m_together->setChecked(!m_subject.beside.empty());
    m_together->setToolTip(tr("A lane each on one order of time, %1 at most; in pictures only").arg(kMostLanes));
    const int segments = m_subject.shown ? static_cast<int>(segmentsOf(*m_subject.shown)) : 0;
    for (QSpinBox* box : {m_first, m_last}) {
        box->setRange(segments == 0 ? 0 : 1, segments);
        box->setGroupSeparatorShown(true);
    }
    m_first->setAccessibleName(tr("First segment"));
    m_last->setAccessibleName(tr("Last segment"));
    m_last->setValue(segments);
}

QFormLayout* ExportDialog::makeForm() {
    auto* segments = new QHBoxLayout;
    segments->addWidget(m_first, 1);
    segments->addWidget(new QLabel(tr("to"), this));
    segments->addWidget(m_last, 1);
    if (m_subject.shown)
        segments->addWidget(new QLabel(tr("of %1").arg(groupedNumber(segmentsOf(*m_subject.shown))), this));
    auto* form = new QFormLayout;
    form->addRow(tr("Co&nnections"), m_which);
    auto* segmentsLabel = new QLabel(tr("&Segments"), this);
    segmentsLabel->setBuddy(m_first); // a row of several boxes has no buddy by itself
    form->addRow(segmentsLabel, segments);
    form->addRow(tr("&Format"), m_format);
    form->addRow(tr("Si&ze"), m_scale);
    form->addRow(tr("C&olours"), m_colours);
    form->addRow(m_together);
    form->addRow(m_explains);
    form->addRow(m_anonymises);
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_which->setMinimumContentsLength(32);
    return form;
}

void ExportDialog::makeLayout() {
    for (QLabel* label : {m_size, m_message}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    for (QPushButton* button : {m_copy, m_print, m_export})
        buttons->addButton(button, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* side = new QVBoxLayout;
    side->addLayout(makeForm());
    side->addSpacing(8);
    side->addWidget(m_size);
    side->addStretch(1);
    side->addWidget(m_message);
    auto* both = new QHBoxLayout;
    m_preview->setMinimumWidth(kPreviewMinimumPx);
    both->addWidget(m_preview, 3);
    both->addSpacing(8);
    both->addLayout(side, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(both, 1);
    layout->addWidget(buttons);
    resize(kUsualSize);
}

QString ExportDialog::ending() const {
    return m_format->currentData().toString();
}

std::vector<ConnectionId> ExportDialog::connections() const {
    switch (m_which->currentData().toInt()) {
    case Selected:
        return m_subject.selected;
    case Listed: {
        std::vector<ConnectionId> listed = m_subject.listed;
        listed.resize(std::min(listed.size(), kMostConnections));
        return listed;
    }
    default:
        break;
    }
    if (!m_subject.shown)
        return {};
    std::vector<ConnectionId> shown{m_subject.shown->id};
    if (m_together->isChecked() && isPicture())
        shown.insert(shown.end(), m_subject.beside.begin(), m_subject.beside.end());
    return shown;
}

bool ExportDialog::isPicture() const {
    return ending() == QStringLiteral("png") || ending() == QStringLiteral("svg") || ending() == QStringLiteral("pdf");
}

bool ExportDialog::mayBeTogether() const {
    const bool hasOthers = m_which->currentData().toInt() == Shown ? !m_subject.beside.empty() : true;
    return isPicture() && hasOthers && connections().size() <= kMostLanes;
}

bool ExportDialog::isTogether() const {
    return m_together->isChecked() && mayBeTogether() && connections().size() > 1;
}

DiagramWish ExportDialog::wish() const {
    DiagramWish wish;
    wish.theme = static_cast<Theme>(m_colours->currentData().toInt());
    wish.scale = m_scale->currentData().toDouble();
    wish.sideBySide = isTogether();
    wish.choice.explains = m_explains->isChecked() && !wish.sideBySide;
    wish.choice.anonymises = m_anonymises->isChecked();
    wish.choice.language = m_language;
    wish.choice.shown = m_subject.look;
    if (m_first->isEnabled() && m_first->value() > 0) {
        wish.choice.segments.first = static_cast<std::size_t>(m_first->value()) - 1;
        wish.choice.segments.last = static_cast<std::size_t>(m_last->value()) - 1;
    }
    return wish;
}

void ExportDialog::changed() {
    allow();
    m_size->setText(tr("Drawing…"));
    m_message->clear();
    m_preview->show(sourceOf(m_subject, connections()), ending(), wish());
}

void ExportDialog::segmentsChanged() {
    m_first->setMaximum(m_last->value());
    m_last->setMinimum(m_first->value());
    changed();
}

void ExportDialog::allow() {
    const bool isIdle = !m_job.isRunning();
    const bool isOne = connections().size() == 1;
    const bool hasSegments = m_subject.shown && m_subject.shown->segments.size() > 1;
    for (QSpinBox* box : {m_first, m_last})
        box->setEnabled(isOne && hasSegments);
    m_scale->setEnabled(ending() == QStringLiteral("png"));
    m_colours->setEnabled(isPicture());
    m_together->setEnabled(mayBeTogether());
    m_explains->setEnabled(!isTogether()); // cards tell of one connection, and stand where its neighbour would
    m_copy->setEnabled(isIdle && (isOne || isTogether()) && ending() != QStringLiteral("pdf"));
    m_copy->setToolTip(isOne || isTogether() ? QString() : tr("One connection at a time is copied"));
    m_print->setEnabled(isIdle && isPicture());
    m_export->setEnabled(isIdle && !connections().empty());
}

void ExportDialog::chooseFile() {
    const QString folder = QSettings().value(setting("folder"), QDir::homePath()).toString();
    const std::vector<ConnectionId> chosen = connections();
    const QString name = chosen.size() == 1 || isTogether()
                             ? QStringLiteral("connection-%1.%2").arg(indexOf(chosen.front())).arg(ending())
                             : QStringLiteral("connections.%1").arg(ending());
    QString path = QFileDialog::getSaveFileName(this, tr("Export the diagram"), QDir(folder).filePath(name),
                                                QStringLiteral("%1 (*.%2)").arg(ending().toUpper(), ending()));
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + ending();
    QSettings().setValue(setting("folder"), QFileInfo(path).absolutePath());
    exportTo(path);
}

void ExportDialog::exportTo(const QString& path) {
    remember();
    m_message->setText(tr("Writing %1…").arg(QFileInfo(path).fileName()));
    m_job.start(
        [source = sourceOf(m_subject, connections()), wish = wish(), path](const std::atomic<bool>& cancelled) {
            DiagramWish stoppable = wish;
            stoppable.cancelled = &cancelled;
            return exportDiagrams(source, path, stoppable);
        },
        [this](const Result<DiagramFile>& written) {
            tell(written);
            allow();
        });
    allow();
}

void ExportDialog::tell(const Result<DiagramFile>& written) {
    if (!written) {
        m_message->setText(warning(written.error()));
        return;
    }
    const DiagramFile& file = written.value();
    const QString first = QDir::toNativeSeparators(file.paths.constFirst());
    if (file.paths.size() > 1)
        m_message->setText(
            tr("Done: %n files, the first is %1", nullptr, static_cast<int>(file.paths.size())).arg(first));
    else if (file.pages > 1)
        m_message->setText(tr("Done: %1, %n page(s)", nullptr, file.pages).arg(first));
    else
        m_message->setText(tr("Done: %1").arg(first));
}

void ExportDialog::copy() {
    remember();
    m_job.start(
        [source = sourceOf(m_subject, connections()), wish = wish(),
         ending = ending()](const std::atomic<bool>& cancelled) {
            DiagramWish stoppable = wish;
            stoppable.cancelled = &cancelled;
            return copyOfDiagram(source, ending, stoppable);
        },
        [this](const Result<DiagramCopy>& copy) {
            if (copy)
                putOnClipboard(copy.value());
            m_message->setText(copy ? tr("Copied") : warning(copy.error()));
            allow();
        });
    allow();
}

void ExportDialog::printWithPreview() {
    remember();
    PrintPreview dialog(sourceOf(m_subject, connections()), wish(), this);
    dialog.exec();
}

void ExportDialog::remember() const {
    QSettings settings;
    settings.setValue(setting("format"), ending());
    settings.setValue(setting("colours"), m_colours->currentData());
    settings.setValue(setting("scale"), m_scale->currentData());
    settings.setValue(setting("explains"), m_explains->isChecked());
}

QString ExportDialog::sizeText() const {
    return m_size->text();
}

QString ExportDialog::message() const {
    return m_message->text();
}

void ExportDialog::done(int result) {
    m_job.cancel();
    QDialog::done(result);
}

} // namespace synscope::ui
