# Des couples mélangés par random, coupés en tranches.

# %% entrainer
def entrainer(model, noms, cibles, epoques=20, lr=0.01, taille_batch=32):
    couples = list(zip(noms, cibles))
    adam = torch.optim.Adam(model.parameters(), lr)
    critere = nn.CrossEntropyLoss(reduction="sum")
    historique = []
    for _ in range(epoques):
        random.shuffle(couples)
        pertes = []
        for debut in range(0, len(couples), taille_batch):
            lot, y = zip(*couples[debut:debut + taille_batch])
            somme = critere(model(*former_batch(list(lot))), torch.tensor(y))
            adam.zero_grad(set_to_none=False)
            (somme / len(lot)).backward()
            adam.step()
            pertes.append(somme.item())
        historique.append(sum(pertes) / len(couples))
    return historique
