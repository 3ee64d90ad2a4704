# Annotations de type, docstrings et assertions sur les tailles.

# %% rnn_v1
from typing import Optional, Tuple

class RNN_V1(nn.Module):
    """Une cellule récurrente simple (Elman)."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        super().__init__()
        self.input_size: int = input_size
        self.hidden_size: int = hidden_size
        self.i2h: nn.Linear = nn.Linear(in_features=input_size, out_features=hidden_size)
        self.h2h: nn.Linear = nn.Linear(in_features=hidden_size, out_features=hidden_size)
        self.h2o: nn.Linear = nn.Linear(in_features=hidden_size, out_features=output_size)
        self.tanh, self.softmax = nn.Tanh(), nn.LogSoftmax(dim=-1)

    def forward(self, input: torch.Tensor, hidden: Optional[torch.Tensor] = None) -> Tuple[torch.Tensor, torch.Tensor]:
        """input : (B, D), hidden : (B, H) -> sortie (B, C), nouvel état (B, H)."""
        assert input.shape[-1] == self.input_size, "mauvaise dimension d'entrée"
        h_prec: torch.Tensor = self.initHidden() if hidden is None else hidden
        assert h_prec.shape[-1] == self.hidden_size, "mauvaise dimension d'état"
        h: torch.Tensor = self.tanh(self.i2h(input) + self.h2h(h_prec))
        return self.softmax(self.h2o(h)), h

    def initHidden(self) -> torch.Tensor:
        return torch.zeros(1, self.hidden_size)
