"""A form with a field for each criterion."""

from django import forms

from schools.models import FRAMEWORK, School

CRITERIA = [node for node in FRAMEWORK.nodes.values() if node.layer and node.layer.id == "criterion"]
STEPS = [("", "chưa rõ"), ("khong-dat", "không đạt"), ("muc-1", "Mức 1"), ("muc-2", "Mức 2")]


class FindingsForm(forms.ModelForm):
    """What is found of each criterion; the rest of the dossier stays as it is."""

    class Meta:
        """Which fields of the school are asked for too."""

        model = School
        fields = ("name", "on")

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        findings = self.instance.dossier.get("findings", {})
        for node in CRITERIA:
            self.fields[f"finding-{node.id}"] = forms.ChoiceField(
                label=f"{node.id} {node.node.vi}", choices=STEPS, required=False, initial=findings.get(node.id)
            )

    def _post_clean(self):
        findings = {node.id: self.cleaned_data.get(f"finding-{node.id}") or None for node in CRITERIA}
        self.instance.dossier = {**self.instance.dossier, "findings": findings}
        super()._post_clean()
