// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/explainer.h"

#include "ui/many_segments.h"

#include <atomic>
#include <utility>

namespace synscope::ui {

Explainer::Explainer(QObject* parent) : QObject(parent) {}

void Explainer::forget() {
    m_job.cancel();
    m_explanations.reset();
}

void Explainer::setDetail(std::shared_ptr<const ConnectionDetail> detail) {
    forget();
    m_detail = std::move(detail);
}

void Explainer::setLanguage(Language language) {
    forget();
    m_language = language;
}

const Explainer::Explanations& Explainer::explanations() {
    if (m_explanations || !m_detail || m_job.isRunning())
        return m_explanations;
    const auto make = [detail = m_detail, language = m_language] {
        return std::make_shared<const std::vector<Explanation>>(explain(*detail, {language}));
    };
    if (m_detail->segments.size() <= kManySegments) {
        m_explanations = make();
        return m_explanations;
    }
    m_job.start([make](const std::atomic<bool>&) { return Explanations(make()); },
                [this](Explanations explanations) {
                    m_explanations = std::move(explanations);
                    Q_EMIT made();
                });
    return m_explanations;
}

} // namespace synscope::ui
