#!/usr/bin/env python3
"""Reads what `underhood grade` writes for other programs as their documentation says that they do.

    read_grades.py FOLDER

FOLDER holds list.csv's students as students.json and the files moodle.csv, canvas.csv,
gradescope.csv, grades.csv, grades.json and data/ (ProgSnap 2). Whatever one of the programs would
refuse, or take for something else, is an AssertionError.

Sources
  Moodle      docs.moodle.org/en/Grade_import; grade/import/csv/classes/load_data.php,
              lib/csvlib.class.php (every row has as many columns as the heading)
  Canvas      lib/gradebook_importer.rb (header?, update_column_count, process_pp, process_student,
              identify_delimiter)
  Gradescope  the layout of *Download Grades* for a course, as gradelib (eldridgejm) and nemogb read it
  ProgSnap 2  Price et al., ITiCSE 2020; cssplice.github.io/progsnap2
"""

import csv
import json
import re
import sys
from pathlib import Path


def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file, strict=True))


def no_formulas(table, path):
    """What a spreadsheet would compute: OWASP, CSV Injection."""
    for row in table:
        for cell in row:
            assert not re.match(r"\s*[=+@\t\r]", cell), (path, cell)
            assert not re.match(r"\s*-.*[^0-9.]", cell), (path, cell)
            assert all(ord(c) >= 32 for c in cell), (path, cell)


def moodle(path, students):
    table = rows(path)
    no_formulas(table, path)
    head = [cell.strip() for cell in table[0]]
    assert {"ID number", "Email address"} <= set(head), head
    assert len(set(head)) == len(head)
    by_mail = {student["email"]: student for student in students}
    mail = head.index("Email address")
    number = head.index("ID number")
    items = [i for i, cell in enumerate(head) if i > 3 and not cell.startswith("Feedback: ")]
    grades = {}
    for row in table[1:]:
        # csvweirdcolumns
        assert len(row) == len(head), row
        # usermappingerror: one unknown user stops the import.
        assert row[mail] in by_mail, row
        assert by_mail[row[mail]]["identifier"] == row[number], row
        for item in items:
            assert head[item + 1] == "Feedback: " + head[item]
            if row[item] == "-":
                assert row[item + 1] == ""
                continue
            # gradevaluetoobig
            assert 0 <= float(row[item]) <= 100, row
            grades[row[number], head[item]] = float(row[item])
    assert len(table) - 1 == len(students)
    return grades


def canvas(path, students):
    with open(path, encoding="utf-8") as file:
        lines = [next(file) for _ in range(3)]
    fields = {s: {len(next(csv.reader([line], delimiter=s))) for line in lines} for s in ";,"}
    assert len(fields[","]) == 1 and fields[","] != {1}, "identify_delimiter"
    table = rows(path)
    no_formulas(table[2:], path)
    head = table[0]
    assert len(head) > 3 and "Student" in head[0] and "ID" in head[1]
    columns = 3
    if re.search(r"SIS\s+Login\s+ID", head[2]):
        columns += 1
    elif re.search(r"SIS\s+User\s+ID", head[2]) and re.search(r"SIS\s+Login\s+ID", head[3]):
        columns += 2
        assert not re.search(r"Integration\s+ID|Root\s+Account", head[4])
    assert "Section" in head[columns - 1], "last_student_info_column"
    titles = head[columns:]
    computed = "Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade"
    for title in titles:
        assert not re.search(computed + "|Override", title), title
        # title_and_id: a number in brackets at the end would be an assignment's.
        assert not re.search(r"\(\d+\)$", title), title
    assert "Points Possible" in table[1][0]
    possible = [float(cell) for cell in table[1][columns:]]
    by_id = {student["identifier"]: student for student in students}
    grades = {}
    for row in table[2:]:
        assert len(row) == len(head), row
        assert row[2] in by_id, row
        for title, cell, most in zip(titles, row[columns:], possible):
            if cell:
                assert 0 <= float(cell) <= most
                grades[row[2], title] = 100 * float(cell) / most
    assert len(table) - 2 == len(students)
    return grades


def gradescope(path, students):
    table = rows(path)
    no_formulas(table, path)
    head = table[0]
    assert head[:5] == ["First Name", "Last Name", "SID", "Email", "Sections"]
    assert head[-1] == "Total Lateness (H:M:S)"
    titles = head[5:-1:4]
    for place, title in enumerate(titles):
        start = 5 + 4 * place
        assert head[start : start + 4] == [
            title,
            title + " - Max Points",
            title + " - Submission Time",
            title + " - Lateness (H:M:S)",
        ]
    grades = {}
    for row in table[1:]:
        assert len(row) == len(head)
        for place, title in enumerate(titles):
            points, most, time, late = row[5 + 4 * place : 9 + 4 * place]
            assert float(most) > 0
            if points:
                assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", time), time
                assert re.fullmatch(r"\d+:[0-5]\d:[0-5]\d", late), late
                grades[row[2], title] = 100 * float(points) / float(most)
            else:
                assert time == "" and late == ""
        assert re.fullmatch(r"\d+:[0-5]\d:[0-5]\d", row[-1])
    assert len(table) - 1 == len(students)
    return grades


def own(path, data):
    table = rows(path)
    no_formulas(table, path)
    head = table[0]
    assert len(set(head)) == len(head)
    by_name = {row[0]: dict(zip(head, row)) for row in table[1:]}
    grades = {}
    titles = {lesson["id"]: lesson["title"] for lesson in data["lessons"]}
    for student in data["students"]:
        name = student["name"]
        row = by_name.get(name) or by_name["'" + name]
        assert abs(float(row["points"]) - student["points"]) < 0.006
        for grade in student["grades"]:
            lesson = grade["lesson"]
            assert abs(float(row[lesson]) - grade["points"]) < 0.006
            total = sum(float(row[f"{lesson}: {id}"]) for id in grade["exercises"])
            assert abs(total - grade["points"]) < 0.01 * len(grade["exercises"])
            if student["listed"]:
                grades[student["identifier"], titles[lesson]] = grade["percent"]
    return grades


def progsnap(folder, names):
    metadata = dict(rows(folder / "DatasetMetadata.csv")[1:])
    assert rows(folder / "DatasetMetadata.csv")[0] == ["Property", "Value"]
    assert metadata["CodeStateRepresentation"] == "Table"
    assert metadata["EventOrderScope"] in {"Global", "Restricted", "None"}
    head, *states = rows(folder / "CodeStates" / "CodeStates.csv")
    assert head == ["CodeStateID", "Code"]
    ids = {row[0] for row in states}
    assert len(ids) == len(states)
    head, *events = rows(folder / "MainTable.csv")
    assert set(head[:5]) == {"EventID", "SubjectID", "ToolInstances", "CodeStateID", "EventType"}
    for column in metadata["EventOrderScopeColumns"].split(";"):
        assert column in head, column
    seen = set()
    for row in events:
        assert len(row) == len(head), row
        event = dict(zip(head, row))
        assert event["EventID"] not in seen
        seen.add(event["EventID"])
        assert event["CodeStateID"] in ids
        known = {"Session.Start", "Submit", "Intervention"}
        assert event["EventType"] in known or event["EventType"].startswith("X-")
        assert (event["EventType"] == "Submit") == (event["Score"] != "")
        if event["ClientTimestamp"]:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", event["ClientTimestamp"])
        assert event["SubjectID"].startswith("S-") and event["SubjectID"] not in names
    assert events


def main(folder):
    students = json.loads((folder / "students.json").read_text(encoding="utf-8"))
    data = json.loads((folder / "grades.json").read_text(encoding="utf-8"))
    all_grades = {
        "moodle": moodle(folder / "moodle.csv", students),
        "canvas": canvas(folder / "canvas.csv", students),
        "gradescope": gradescope(folder / "gradescope.csv", students),
        "csv": own(folder / "grades.csv", data),
    }
    wanted = all_grades["csv"]
    assert wanted
    for name, grades in all_grades.items():
        assert set(grades) == set(wanted), (name, set(grades) ^ set(wanted))
        for key, percent in grades.items():
            assert abs(percent - wanted[key]) < 0.2, (name, key, percent, wanted[key])
    progsnap(folder / "data", {student["name"] for student in students})
    print(f"{len(students)} students, {len(wanted)} grades read")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
