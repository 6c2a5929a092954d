// SPDX-License-Identifier: Apache-2.0
#include "ui/export/print_preview.h"

#include "ui/format.h"
#include "ui/language/ui_language.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPageSetupDialog>
#include <QPrintDialog>
#include <QPrinter>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr QSize kUsualSize(900, 760);
constexpr int kProgressEveryMs = 100;
constexpr double kSmallestScale = 0.1;
constexpr double kLargestScale = 3;
constexpr int kAroundPx = 12; ///< left free beside the page

QString warning(const Error& error) {
    return QStringLiteral("⚠ ") + messageOf(error);
}

} // namespace

PrintPreview::PrintPreview(DiagramSource source, DiagramWish wish, QWidget* parent)
    : QDialog(parent),
      m_source(std::move(source)),
      m_wish(std::move(wish)),
      m_printer(std::make_unique<QPrinter>(QPrinter::HighResolution)),
      m_picture(new QLabel(this)),
      m_area(new QScrollArea(this)),
      m_back(new QToolButton(this)),
      m_on(new QToolButton(this)),
      m_page(new QSpinBox(this)),
      m_of(new QLabel(this)),
      m_whole(new QCheckBox(tr("&Whole page"), this)),
      m_message(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_stopButton(new QPushButton(tr("S&top"), this)),
      m_paperButton(new QPushButton(tr("Page set&up…"), this)),
      m_printButton(new QPushButton(tr("&Print…"), this)) {
    setWindowTitle(tr("Print preview"));
    m_printer->setCreator(QStringLiteral("synscope"));
    m_printer->setDocName(windowTitle());
    makeLayout();
    connect(m_page, &QSpinBox::valueChanged, this, [this] {
        allow();
        draw();
    });
    connect(m_back, &QToolButton::clicked, m_page, &QSpinBox::stepDown);
    connect(m_on, &QToolButton::clicked, m_page, &QSpinBox::stepUp);
    connect(m_whole, &QCheckBox::toggled, this, &PrintPreview::draw);
    connect(m_stopButton, &QPushButton::clicked, this, &PrintPreview::stop);
    connect(m_paperButton, &QPushButton::clicked, this, &PrintPreview::choosePaper);
    connect(m_printButton, &QPushButton::clicked, this, &PrintPreview::choosePrinter);
    m_timer.setInterval(kProgressEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &PrintPreview::tellProgress);
    count();
}

PrintPreview::~PrintPreview() {
    stop();
}

QHBoxLayout* PrintPreview::makeTop() {
    m_back->setArrowType(Qt::LeftArrow);
    m_back->setToolTip(tr("The page before"));
    m_back->setAccessibleName(m_back->toolTip());
    m_on->setArrowType(Qt::RightArrow);
    m_on->setToolTip(tr("The next page"));
    m_on->setAccessibleName(m_on->toolTip());
    m_page->setRange(1, 1);
    m_page->setAccessibleName(tr("Page"));
    auto* top = new QHBoxLayout;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_back, m_page, m_of, m_on, m_whole})
        top->addWidget(widget);
    top->addStretch(1);
    top->addWidget(m_message);
    top->addWidget(m_bar);
    top->addWidget(m_stopButton);
    return top;
}

void PrintPreview::makeLayout() {
    m_picture->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_area->setWidget(m_picture);
    m_area->setWidgetResizable(true);
    m_area->setAccessibleName(tr("Preview"));
    m_area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // its coming would change the page's width
    m_area->viewport()->installEventFilter(this);
    m_bar->setRange(0, m_wish.sideBySide ? 1 : static_cast<int>(m_source.connections.size()));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_paperButton, QDialogButtonBox::ActionRole);
    buttons->addButton(m_printButton, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_printButton->setDefault(true);
    m_printButton->setObjectName(QStringLiteral("primary"));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(makeTop());
    layout->addWidget(m_area, 1);
    layout->addWidget(buttons);
    resize(kUsualSize);
}

void PrintPreview::choosePaper() {
    QPageSetupDialog dialog(m_printer.get(), this);
    if (dialog.exec() == QDialog::Accepted)
        count();
}

void PrintPreview::choosePrinter() {
    QPrintDialog dialog(m_printer.get(), this);
    dialog.setOption(QAbstractPrintDialog::PrintPageRange, false);
    if (dialog.exec() == QDialog::Accepted)
        print();
}

std::shared_ptr<std::atomic<int>> PrintPreview::newProgress() {
    m_progress = std::make_shared<std::atomic<int>>(0);
    m_timer.start();
    return m_progress;
}

/// The first page shows at once, the number of pages when all connections were read.
void PrintPreview::count() {
    m_paper = paperOf(*m_printer);
    m_sheets.clear();
    m_page->setRange(1, 1);
    m_message->setText(tr("Counting pages…"));
    m_counting.start(
        [source = m_source, wish = m_wish, paper = m_paper, done = newProgress()](const std::atomic<bool>& cancelled) {
            DiagramWish stoppable = wish;
            stoppable.cancelled = &cancelled;
            return sheetsOf(source, stoppable, paper, *done);
        },
        [this](Result<std::vector<SheetPlace>> sheets) { counted(std::move(sheets)); });
    draw();
    allow();
}

void PrintPreview::counted(Result<std::vector<SheetPlace>> sheets) {
    if (sheets) {
        m_sheets = std::move(sheets).value();
        m_page->setRange(1, std::max(1, static_cast<int>(m_sheets.size())));
        m_message->clear();
    } else {
        m_message->setText(warning(sheets.error()));
    }
    allow();
}

/// Device pixels a px of the paper.
double PrintPreview::drawnScale() const {
    const QSizeF seen = m_area->viewport()->size() - QSize(kAroundPx, kAroundPx);
    const double wide = seen.width() / m_paper.sizePx.width();
    const double scale = m_whole->isChecked() ? std::min(wide, seen.height() / m_paper.sizePx.height()) : wide;
    return std::clamp(scale, kSmallestScale, kLargestScale) * devicePixelRatioF();
}

void PrintPreview::draw() {
    const auto at = static_cast<std::size_t>(m_page->value() - 1);
    const SheetPlace place = at < m_sheets.size() ? m_sheets[at] : SheetPlace{};
    m_drawing.start(
        [source = m_source, wish = m_wish, paper = m_paper, place,
         scale = drawnScale()](const std::atomic<bool>& cancelled) {
            DiagramWish stoppable = wish;
            stoppable.cancelled = &cancelled;
            return sheetImage(source, stoppable, paper, place, scale);
        },
        [this](const Result<QImage>& image) {
            QPixmap pixmap = image ? QPixmap::fromImage(image.value()) : QPixmap();
            pixmap.setDevicePixelRatio(devicePixelRatioF());
            m_picture->setPixmap(pixmap);
            if (!image)
                m_message->setText(warning(image.error()));
        });
}

void PrintPreview::print() {
    m_stop = std::make_shared<std::atomic<bool>>(false);
    m_message->setText(tr("Printing…"));
    m_printing.start(
        [source = m_source, wish = m_wish, &printer = *m_printer, stop = m_stop,
         done = newProgress()](const std::atomic<bool>&) {
            DiagramWish stoppable = wish;
            stoppable.cancelled = stop.get();
            return printDiagrams(printer, source, stoppable, *done);
        },
        [this](const std::optional<Error>& error) { printed(error); });
    allow();
}

void PrintPreview::printed(const std::optional<Error>& error) {
    if (error && m_stop->load())
        m_message->setText(tr("Stopped: what was drawn by then may still come out"));
    else
        m_message->setText(error ? warning(*error) : tr("All pages are with the printer"));
    allow();
}

void PrintPreview::stop() {
    m_stop->store(true);
}

void PrintPreview::allow() {
    const bool isBusy = isCounting() || isPrinting();
    if (!isBusy)
        m_timer.stop();
    m_of->setText(m_sheets.empty() ? tr("of …") : tr("of %1").arg(groupedNumber(m_sheets.size())));
    m_back->setEnabled(m_page->value() > m_page->minimum());
    m_on->setEnabled(m_page->value() < m_page->maximum());
    m_bar->setVisible(isBusy);
    m_stopButton->setVisible(isPrinting());
    m_paperButton->setEnabled(!isPrinting());
    m_printButton->setEnabled(!isPrinting() && !m_sheets.empty());
    tellProgress();
}

void PrintPreview::tellProgress() {
    m_bar->setValue(m_progress->load());
}

QPixmap PrintPreview::picture() const {
    return m_picture->pixmap(Qt::ReturnByValue);
}

QString PrintPreview::message() const {
    return m_message->text();
}

bool PrintPreview::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_area->viewport() && event->type() == QEvent::Resize)
        draw(); // the page is as wide as there is room
    return QDialog::eventFilter(watched, event);
}

void PrintPreview::done(int result) {
    stop();
    m_counting.cancel();
    m_drawing.cancel();
    QDialog::done(result);
}

} // namespace synscope::ui
