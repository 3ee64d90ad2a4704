"""Known right solutions pass every check; known wrong ones lose what they should, and hear why."""

import contextlib
import io
from pathlib import Path

import nbformat
import pytest
from common import ASSIGNMENT, ROOT

from corrige.authoring import BankError, compose, read_bank
from corrige.grading.cells import grade_id, is_test
from corrige.grading.in_process import execute

ENTRIES = read_bank(ROOT / "bank" / ASSIGNMENT)
ENDLESS = {"wrong_rnn_v2_endless"}
SEEDS = ("0", "1", "2")

NAMED = {
    "wrong_parcourir_all_states": "est de taille (5, 3, 6) : le dernier état",
    "wrong_parcourir_first_step_only": "s'arrête après le premier pas",
    "wrong_parcourir_first_step_skipped": "le premier pas n'est jamais lu",
    "wrong_parcourir_global_state": "l'état du dernier passage est gardé",
    "wrong_parcourir_last_step_dropped": "le dernier pas n'est jamais lu",
    "wrong_parcourir_mean_of_outputs": "la sortie n'est pas celle du dernier pas",
    "wrong_parcourir_over_batch": "la boucle parcourt le batch",
    "wrong_parcourir_reset": "remis à zéro à chaque pas",
    "wrong_parcourir_reversed": "la séquence est lue à l'envers",
    "wrong_parcourir_state_never_updated": "pas celui que la cellule atteint pas après pas",
    "wrong_parcourir_whole_sequence": "l'état n'est pas transmis",
    "wrong_propositions_axis_kept": "l'axe du temps a disparu",
    "wrong_propositions_batch_first": "aux 23 x 10 entrées",
    "wrong_propositions_first_impossible": "les deux appels sont possibles",
    "wrong_propositions_in_words": "répondre par True ou False",
    "wrong_propositions_last_output_only": "chaque pas part de zéro",
    "wrong_propositions_second_sees_past": "il n'y a rien avant le premier pas",
    "wrong_propositions_state_forgotten": "l'état rendu par le premier appel porte",
    "wrong_rnn_ce_argmax": "pas des entiers",
    "wrong_rnn_ce_extra_axis": "est de taille (1, ",
    "wrong_rnn_ce_log_softmax": "applique elle-même LogSoftmax",
    "wrong_rnn_ce_output_only": "doit rendre deux valeurs",
    "wrong_rnn_ce_softmax": "normalise une seconde fois",
    "wrong_rnn_ce_tanh": "pas calculée par la couche de sortie à partir du dernier état",
    "wrong_rnn_gru_batch_first": "Expected hidden size (1, 4, 6), got [1, 3, 6]",
    "wrong_rnn_gru_bidirectional": "dans les deux sens",
    "wrong_rnn_gru_no_super": "before Module.__init__() call",
    "wrong_rnn_gru_output_of_mean": "d'une moyenne",
    "wrong_rnn_gru_step_without_state": "remis à zéro à chaque pas",
    "wrong_rnn_gru_still_rnn": "ni nn.GRU ni nn.GRUCell",
    "wrong_rnn_gru_swapped": "la sortie vient en premier, les états en second",
    "wrong_rnn_lstm_always_from_zero": "l'état initial passé dans `hidden` est ignoré",
    "wrong_rnn_lstm_as_gru": "not tuple",
    "wrong_rnn_lstm_h_only": "la partie c de l'état",
    "wrong_rnn_lstm_memory_constant": "la mémoire c reste celle du début",
    "wrong_rnn_lstm_memory_lost": "la mémoire c est perdue d'un pas au suivant",
    "wrong_rnn_lstm_not_transposed_back": "reçu (3, 4, 6)",
    "wrong_rnn_lstm_output_of_c": "de la mémoire c du LSTM",
    "wrong_rnn_lstm_states_are_c": "de la mémoire c du LSTM",
    "wrong_rnn_lstm_swapped_pair": "sont échangées : c'est (h, c)",
    "wrong_rnn_m2m_bidirectional": "une sortie dépend d'entrées qui viennent après elle",
    "wrong_rnn_m2m_last_only": "au lieu de",
    "wrong_rnn_m2m_list_of_outputs": "la sortie de RNN_M2M : un tenseur est attendu",
    "wrong_rnn_m2m_no_hidden_argument": "takes 2 positional arguments but 3 were given",
    "wrong_rnn_m2m_normalised_over_batch": "normalisée sur le batch",
    "wrong_rnn_m2m_normalised_over_time": "normalisée sur le temps",
    "wrong_rnn_m2m_repeated": "une sortie dépend d'entrées qui viennent après elle",
    "wrong_rnn_m2m_scores": "LogSoftmax est-il appliqué",
    "wrong_rnn_m2m_shifted": "la sortie au pas t ne dépend pas de l'entrée au pas t",
    "wrong_rnn_m2m_view_for_transpose": "dépend des autres exemples du batch",
    "wrong_rnn_v1_detached": "le gradient ne remonte pas jusqu'à l'état précédent",
    "wrong_rnn_v1_frozen": "requires_grad=False",
    "wrong_rnn_v1_hard_coded": "des nombres écrits en dur",
    "wrong_rnn_v1_hidden_ignored": "l'état passé dans `hidden` est ignoré",
    "wrong_rnn_v1_no_input_term": "le terme i2h(input) manque",
    "wrong_rnn_v1_no_recurrent_term": "le terme h2h(hidden) manque",
    "wrong_rnn_v1_no_tanh": "l'activation tanh manque",
    "wrong_rnn_v1_normalised_over_batch": "normalise sur le batch",
    "wrong_rnn_v1_numpy": "ne reçoivent aucun gradient de la loss : i2h.weight",
    "wrong_rnn_v1_ones": "initHidden doit rendre des zéros",
    "wrong_rnn_v1_other_names": "les noms i2h, h2h et h2o sont imposés",
    "wrong_rnn_v1_output_before_tanh": "avant l'application de tanh",
    "wrong_rnn_v1_output_of_old_state": "à partir de l'ancien état",
    "wrong_rnn_v1_relu": "l'activation est relu",
    "wrong_rnn_v1_sigmoid": "l'activation est une sigmoïde",
    "wrong_rnn_v1_softmax": "LogSoftmax, pas Softmax",
    "wrong_rnn_v1_softmax_then_log_softmax": "un Softmax est appliqué avant LogSoftmax",
    "wrong_rnn_v1_state_in_place": "résultats différents",
    "wrong_rnn_v2_cat_without_axis": "ou unsqueeze puis torch.cat",
    "wrong_rnn_v2_data": "le graphe est coupé",
    "wrong_rnn_v2_detached": "le graphe est coupé",
    "wrong_rnn_v2_double_state": "must have the same dtype",
    "wrong_rnn_v2_dropout": "état aléatoire, dropout",
    "wrong_rnn_v2_frozen": "requires_grad=False",
    "wrong_rnn_v2_hard_coded_batch": "must match the size of tensor b (10)",
    "wrong_rnn_v2_hidden_ignored": "l'état initial passé dans `hidden` est ignoré",
    "wrong_rnn_v2_hidden_in_place": "modifie l'état initial sur place",
    "wrong_rnn_v2_initial_state_returned": "un état par pas",
    "wrong_rnn_v2_input_in_place": "modifie son entrée sur place",
    "wrong_rnn_v2_integer_states": "pas des entiers",
    "wrong_rnn_v2_last_state_only": "les états de tous les pas",
    "wrong_rnn_v2_last_step_dropped": "ne dépend pas de la dernière entrée",
    "wrong_rnn_v2_layer_in_forward": "une couche est créée dans forward",
    "wrong_rnn_v2_layers_in_list": "rangée dans une liste Python",
    "wrong_rnn_v2_list_of_states": "les états de RNN_V2 : un tenseur est attendu",
    "wrong_rnn_v2_loop_over_batch": "les axes du temps et du batch sont-ils confondus",
    "wrong_rnn_v2_no_grad": "le graphe est coupé",
    "wrong_rnn_v2_no_softmax": "LogSoftmax est-il appliqué",
    "wrong_rnn_v2_no_tanh": "l'activation tanh manque",
    "wrong_rnn_v2_normalised_over_batch": "normalisée sur le batch",
    "wrong_rnn_v2_not_recurrent": "remis à zéro à chaque pas",
    "wrong_rnn_v2_one_cell_a_step": "ne donne pas les états de la séquence entière",
    "wrong_rnn_v2_output_of_first": "celle du premier pas",
    "wrong_rnn_v2_output_of_input": "pas calculée par la couche de sortie à partir du dernier état",
    "wrong_rnn_v2_output_of_mean": "d'une moyenne",
    "wrong_rnn_v2_output_of_second_to_last": "ne dépend pas de la dernière entrée",
    "wrong_rnn_v2_plain_tensors": "au lieu d'être un attribut",
    "wrong_rnn_v2_random_start": "le premier état doit être nul",
    "wrong_rnn_v2_ready_made": "RNN est utilisé",
    "wrong_rnn_v2_ready_made_alias": "RNNCell est utilisé",
    "wrong_rnn_v2_rebuilt_tensor": "le graphe est coupé",
    "wrong_rnn_v2_relu": "l'activation tanh manque",
    "wrong_rnn_v2_reset": "remis à zéro à chaque pas",
    "wrong_rnn_v2_reversed": "la séquence est lue à l'envers",
    "wrong_rnn_v2_seeded_start": "le premier état doit être nul",
    "wrong_rnn_v2_sigmoid": "l'activation est-elle tanh",
    "wrong_rnn_v2_softmax": "LogSoftmax, pas Softmax",
    "wrong_rnn_v2_softmax_then_log_softmax": "un Softmax est appliqué aux scores",
    "wrong_rnn_v2_state_before_step": "la boucle lit-elle input[t]",
    "wrong_rnn_v2_state_kept": "le dernier état d'un appel est gardé",
    "wrong_rnn_v2_view_for_transpose": "les axes du temps et du batch sont-ils confondus",
    "wrong_rnn_v3_batch_first": "les axes du temps et du batch sont-ils confondus",
    "wrong_rnn_v3_by_hand": "nn.RNN n'est pas utilisé",
    "wrong_rnn_v3_course_skeleton": "nn.RNN n'est pas utilisé",
    "wrong_rnn_v3_detached": "le graphe est coupé",
    "wrong_rnn_v3_hard_coded": "des nombres écrits en dur",
    "wrong_rnn_v3_hidden_not_passed": "l'état initial passé dans `hidden` est ignoré",
    "wrong_rnn_v3_inherited_layers_unused": "Ou bien ils ne servent pas",
    "wrong_rnn_v3_last_state_returned": "les états de tous les pas",
    "wrong_rnn_v3_no_softmax": "ne contient pas de log-probabilités",
    "wrong_rnn_v3_output_each_step": "au lieu de (",
    "wrong_rnn_v3_seed_mistake": "LogSoftmax(dim=1) sur un tenseur (1, B, C) parcourt B",
    "wrong_rnn_v3_squeeze_all": "est de taille (2,) au lieu de (1, C)",
    "wrong_rnn_v3_state_kept": "le dernier état d'un appel est gardé",
    "wrong_rnn_v3_two_layers": "Expected hidden size (2, 3, 6), got [1, 3, 6]",
}


@pytest.fixture(scope="module", autouse=True)
def _checks_can_be_imported():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in ENDLESS])
def test_a_known_solution_gets_what_it_should(
    name, tmp_path: Path, monkeypatch, course, source, released, reference
) -> None:
    entry = ENTRIES[name]
    path = tmp_path / f"{ASSIGNMENT}.ipynb"
    nbformat.write(compose(released, {**reference, **entry.cells}), path)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        executed = execute(path, course.assignment(ASSIGNMENT))
        for seed in SEEDS:
            monkeypatch.setenv("CORRIGE_SEED", seed)
            told = {}
            for cell in filter(is_test, source.cells):
                try:
                    exec(cell.source, dict(executed.at_cell[grade_id(cell)]))
                except Exception as error:
                    told[grade_id(cell)] = f"{type(error).__name__}: {error}"
            assert set(told) == entry.loses, f"seed {seed}: {told}"
            if not entry.right:
                assert any(NAMED[name] in text for text in told.values()), told


def test_every_wrong_solution_has_its_misconception_named() -> None:
    wrong = {name for name, entry in ENTRIES.items() if not entry.right}
    assert wrong - ENDLESS == set(NAMED)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("maybe_a.py", "# Un essai\n\n# %% a\n1\n", "must begin with right_ or wrong_"),
        ("right_a.py", "# %% a\n1\n", "first line must say in words"),
        ("right_a.py", "# Un essai\n", "no cell"),
        ("wrong_a.py", "# Un essai\n\n# %% a\n1\n", "`# perd : …`"),
        ("right_a.py", "# Un essai\n# perd : b\n\n# %% a\n1\n", "`# perd : …`"),
    ],
)
def test_a_bank_file_that_is_not_as_it_should_be_is_named(tmp_path, name, text, says) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BankError, match=says) as caught:
        read_bank(tmp_path)
    assert name in str(caught.value)
