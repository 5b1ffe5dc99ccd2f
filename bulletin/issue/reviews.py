"""三审三校: three passes before an edition, in their order, by different persons; an option of the desk."""

from dataclasses import dataclass

from bulletin.issue.journal import IssueReading
from bulletin.issue.operations.operation_kinds import PassReview, ReviewStage
from bulletin.issue.problems import NotThere
from bulletin.issue.state import Issue, ReviewPass

STAGES: dict[ReviewStage, str] = {"first": "初审", "second": "复审", "final": "终审"}


@dataclass(frozen=True)
class ReviewState:
    """A stage of the edition to come, its word, who passed it, and whether it reads otherwise since."""

    stage: ReviewStage
    word: str
    passed: ReviewPass | None
    changed: bool


def review_states(reading: IssueReading) -> list[ReviewState]:
    """The three stages, in order."""

    def state(stage: ReviewStage) -> ReviewState:
        passed, now = reading.issue.passes.get(stage), reading.issue.draft
        then = reading.at(passed.number).draft if passed else now
        return ReviewState(stage, STAGES[stage], passed, (then.columns, then.prices) != (now.columns, now.prices))

    return [state(stage) for stage in STAGES]


def check_pass(issue: Issue, edit: PassReview, who: str) -> None:
    """Raises NotThere where the stages before are not passed, or `who` has passed another."""
    for stage, word in STAGES.items():
        if stage == edit.stage:
            break
        if stage not in issue.passes:
            raise NotThere(f"还没有通过{word}，不能{STAGES[edit.stage]}")
    for stage, passed in issue.passes.items():
        if stage != edit.stage and passed.who == who:
            raise NotThere(f"{who}已通过{STAGES[stage]}；三审要由不同的人做")


def require_passes(issue: Issue) -> None:
    """Raises NotThere unless all three stages are passed."""
    missing = [word for stage, word in STAGES.items() if stage not in issue.passes]
    if missing:
        raise NotThere(f"还没有通过{'、'.join(missing)}；本刊要三审齐了才能发布")
