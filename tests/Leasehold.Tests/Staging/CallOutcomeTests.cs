namespace Leasehold.Tests.Staging;

public sealed class CallOutcomeTests
{
    [Fact]
    public void Kind_OfTheDefault_IsUnknown()
    {
        CallOutcome<string> outcome = default;

        Assert.Equal(CallOutcomeKind.Unknown, outcome.Kind);
        Assert.Equal("no outcome was given", outcome.Reason);
        Assert.Throws<InvalidOperationException>(() => outcome.Reply);
    }

    [Fact]
    public void Kind_OfTheDefaultNumber_IsUnknown() => Assert.Equal(CallOutcomeKind.Unknown, default);

    [Fact]
    public void ToString_EachOutcome_TellsTheReasonAndNeverTheReply()
    {
        Assert.Equal("Succeeded", CallOutcome<string>.FromReply("the reply").ToString());
        Assert.Equal("Declined (no money)", CallOutcome<string>.Declined("no money").ToString());
        Assert.Equal("Unknown (timeout)", CallOutcome<string>.Unknown("timeout").ToString());
        Assert.Equal("Unknown (no outcome was given)", default(CallOutcome<string>).ToString());
    }
}
