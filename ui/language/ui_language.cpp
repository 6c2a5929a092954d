// SPDX-License-Identifier: Apache-2.0
#include "ui/language/ui_language.h"

#include "core/base/told.h"
#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

namespace synscope::ui {
namespace {

const QString& settingName() {
    static const QString name = QStringLiteral("language");
    return name;
}

const QString& translatorName() {
    static const QString name = QStringLiteral("words");
    return name;
}

/// The name of the language whose texts are in use. Its translation says it, so that nothing else has to remember.
QString spokenName() {
    return QCoreApplication::translate("synscope::ui::Language", "en", "The code of this language, as in file names");
}

bool install(const QString& file, const QString& folder) {
    auto* translator = new QTranslator(QCoreApplication::instance());
    translator->setObjectName(translatorName());
    return translator->load(file, folder) && QCoreApplication::installTranslator(translator);
}

} // namespace

LanguageChoice languageChoice() {
    const auto named = languageFromText(QSettings().value(settingName()).toString().toStdString());
    if (!named)
        return LanguageChoice::System;
    return *named == Language::Chinese ? LanguageChoice::Chinese : LanguageChoice::English;
}

void keepLanguageChoice(LanguageChoice choice) {
    if (choice == LanguageChoice::System)
        QSettings().remove(settingName());
    else
        QSettings().setValue(settingName(),
                             choice == LanguageChoice::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en"));
}

Language languageOf(LanguageChoice choice) {
    if (choice != LanguageChoice::System)
        return choice == LanguageChoice::Chinese ? Language::Chinese : Language::English;
    for (const QString& name : QLocale::system().uiLanguages()) {
        const QLocale locale(name);
        if (locale.language() == QLocale::English)
            return Language::English;
        if (locale.language() == QLocale::Chinese)
            return Language::Chinese; // the traditional script's readers, too, rather than English
    }
    return Language::English;
}

void speak(Language language) {
    for (QTranslator* old : QCoreApplication::instance()->findChildren<QTranslator*>(translatorName()))
        delete old; // which takes it out of use
    const bool isChinese = language == Language::Chinese;
    QLocale::setDefault(isChinese ? QLocale(QLocale::Chinese, QLocale::China) : QLocale(QLocale::English));
    const QString code = isChinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    // The first is asked last: what both know, the program says in its own words.
    install(QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QStringLiteral("synscope_") + code, QStringLiteral(":/translations"));
}

Language spokenLanguage() {
    return languageFromText(spokenName().toStdString()).value_or(Language::English);
}

QString messageOf(const Error& error) {
    return QString::fromStdString(messageIn(spokenLanguage(), error));
}

QString messageOf(const std::string& sentence) {
    return QString::fromStdString(retold(spokenLanguage(), sentence));
}

} // namespace synscope::ui
