"""What people do between the commands of a page: answer, hand in, grade by hand.

Each is named by the words of its mark in the Markdown: <!-- by hand: ada answers -->.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import nbformat
from common import ASSIGNMENT
from nbgrader.api import Gradebook
from session import STUDENTS, Session

from corrige.authoring import compose, read_bank, reference_text
from corrige.grading import read_notebook

ANSWER = (
    "Les trois couches voient le temps comme un batch : aucun état ne passe d'un pas au suivant. "
    "La seconde ne lit qu'un pas. Il faut une boucle qui transmet l'état."
)
CRASHES = "import ctypes\nclass RNN_V2(nn.Module):\n    pass\nctypes.string_at(0)"
QUESTION = "pourquoi_pas_recurrent"


def answer(session: Session, student: str) -> None:
    """Write a student's answers: ada forgets the state, blaise is right, celine's code crashes."""
    bank = read_bank(session.course / "bank" / ASSIGNMENT)
    mistakes = {"ada": bank["wrong_rnn_v2_reset"].cells, "celine": {"rnn_v2": CRASHES}}
    _write(session, student, mistakes.get(student, {}), {"reponse": ANSWER})


def first_attempt(session: Session) -> None:
    """Ada's states have another size than the statement asks for."""
    bank = read_bank(session.course / "bank" / ASSIGNMENT)
    _write(session, "ada", bank["wrong_rnn_v2_last_state_only"].cells, {})


def _write(
    session: Session, student: str, mistakes: Mapping[str, str], answers: Mapping[str, str]
) -> None:
    """Fill in a fetched notebook: the instructor's solutions but for the mistakes."""
    path = session.folder / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    source = session.course / "source" / ASSIGNMENT / path.name
    solutions = reference_text(read_notebook(source)) | mistakes
    nbformat.write(compose(nbformat.read(path, 4), solutions, answers), path)
    session.give(student)


def release(session: Session) -> None:
    session.exchange.mkdir(exist_ok=True)
    session.exchange.chmod(0o777)
    session.type(f"nbgrader generate_assignment {ASSIGNMENT} --force")
    session.type(f"nbgrader release_assignment {ASSIGNMENT}")


def hand_in(session: Session, student: str) -> None:
    if not (session.folder / student / ASSIGNMENT).is_dir():
        session.type(f"nbgrader fetch_assignment {ASSIGNMENT}", who=student)
    answer(session, student)
    session.type(f"nbgrader submit {ASSIGNMENT}", who=student)


def everybody_hands_in(session: Session) -> None:
    for student in STUDENTS:
        hand_in(session, student)


def collected(session: Session) -> None:
    release(session)
    everybody_hands_in(session)
    session.type(f"nbgrader collect {ASSIGNMENT}")


def graded(session: Session) -> None:
    collected(session)
    session.type(f"corrige autograde {ASSIGNMENT}")


def question_is_graded(session: Session) -> None:
    """What formgrader does where a person types 4 points."""
    with Gradebook(f"sqlite:///{session.course / 'gradebook.db'}", "rnn") as gradebook:
        for student in STUDENTS:
            gradebook.find_grade(QUESTION, ASSIGNMENT, ASSIGNMENT, student).manual_score = 4
        gradebook.db.commit()


def feedback_is_released(session: Session) -> None:
    session.type(f"nbgrader collect {ASSIGNMENT}")
    session.type(f"corrige autograde {ASSIGNMENT}")
    session.type(f"nbgrader generate_feedback {ASSIGNMENT}")
    session.type(f"nbgrader release_feedback {ASSIGNMENT}")


def check_is_changed(session: Session) -> None:
    """A check that ada fails asks for less."""
    path = session.course / "grader_tests" / ASSIGNMENT / "test_rnn_v2.py"
    text = path.read_text(encoding="utf-8")
    less = "checks.has_shapes(Network(RNN_V2), checks.sizes())"
    changed = text.replace("checks.state_is_carried(Network(RNN_V2))", less)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def notebook_with_corrections(session: Session) -> None:
    """A notebook that has its solutions between markers."""
    cells = [
        nbformat.v4.new_markdown_cell("# Une moyenne"),
        nbformat.v4.new_code_cell("import torch"),
        nbformat.v4.new_code_cell(
            "def moyenne(x):\n    # <CORRECTION>\n    return x.mean(dim=0)\n    # </CORRECTION>"
        ),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), session.course / "tp-corr.ipynb")


DONE: dict[str, Callable[[Session], None]] = {
    "the assignment is released": release,
    "ada makes a first attempt": first_attempt,
    "ada answers": lambda session: answer(session, "ada"),
    "ada, blaise and celine hand in": everybody_hands_in,
    "the class has handed in": collected,
    "the class is graded": graded,
    "the question in words is graded": question_is_graded,
    "feedback is released": feedback_is_released,
    "a check is changed": check_is_changed,
    "there is a notebook with corrections": notebook_with_corrections,
}


def settings_of_students(session: Session, text: str) -> None:
    for student in STUDENTS:
        session.add(session.settings(student), text)
