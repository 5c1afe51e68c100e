using Repository.Tests.Rules.BannedCode;

namespace Repository.Tests.BannedCode;

public sealed class CompletionSourceRuleTests() : RuleSpecification(new CompletionSourceRule())
{
    private const string Option = "TaskCreationOptions.RunContinuationsAsynchronously";

    [Theory]
    [InlineData("var a = new TaskCompletionSource();")]
    [InlineData("var a = new System.Threading.Tasks.TaskCompletionSource<int>();")]
    [InlineData("class A { TaskCompletionSource<int> _a = new(); }")]
    [InlineData("class A { TaskCompletionSource? _a; void B() { _a = new(); } }")]
    [InlineData("class A { TaskCompletionSource B { get; } = new(state); }")]
    public void Check_WithoutTheOption_Fires(string text) => Fires("src/A.cs", text);

    [Theory]
    [InlineData("var a = new TaskCompletionSource(" + Option + ");")]
    [InlineData("class A { TaskCompletionSource<int> _a = new(" + Option + "); }")]
    [InlineData("class A { List<int> _a = new(); }")]
    public void Check_WithTheOption_StaysQuiet(string text) => Quiet("src/A.cs", text);
}
