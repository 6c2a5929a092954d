<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>QObject</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <comment>ExportPreview</comment>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>synscope::ui::ExportDialog</name>
    <message numerus="yes">
        <source>The %n selected</source>
        <translation>
            <numerusform>The %n selected</numerusform>
            <numerusform>The %n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n of the table</source>
        <translation>
            <numerusform>The %n of the table</numerusform>
            <numerusform>All %n of the table</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: %n files, the first is %1</source>
        <translation>
            <numerusform>Done: %n file, %1</numerusform>
            <numerusform>Done: %n files, the first is %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: %1, %n page(s)</source>
        <translation>
            <numerusform>Done: %1, %n page</numerusform>
            <numerusform>Done: %1, %n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>synscope::ui::FindingsLabel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>synscope::ui::LessonPanel</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>synscope::ui::MainWindow</name>
    <message numerus="yes">
        <source>Open all %n files of the set</source>
        <translation>
            <numerusform>Open the %n file of the set</numerusform>
            <numerusform>Open all %n files of the set</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>synscope::ui::NoticeBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>synscope::ui::RecoveryBar</name>
    <message numerus="yes">
        <source>%n more after this one.</source>
        <translation>
            <numerusform>%n more after this one.</numerusform>
            <numerusform>%n more after this one.</numerusform>
        </translation>
    </message>
</context>
</TS>
