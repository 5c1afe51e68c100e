namespace Leasehold.Durable.Tests.Operations;

public sealed class ReconciledTests
{
    [Fact]
    public void Outcome_OfTheDefault_IsUnknownAndProvesNothing()
    {
        Reconciled<string> reconciled = default;

        Assert.Equal(CallOutcomeKind.Unknown, reconciled.Outcome.Kind);
        Assert.False(reconciled.IsNeverArrived);
    }

    [Fact]
    public void NeverArrived_HasAnUnknownOutcome()
    {
        var reconciled = Reconciled<string>.NeverArrived();

        Assert.Equal((CallOutcomeKind.Unknown, "not found"), (reconciled.Outcome.Kind, reconciled.Outcome.Reason));
        Assert.True(reconciled.IsNeverArrived);
    }
}
