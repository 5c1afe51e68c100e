using Repository.Tests.Rules.BannedCode;

namespace Repository.Tests.BannedCode;

public sealed class BlockingCallRuleTests() : RuleSpecification(new BlockingCallRule())
{
    private const string AllowList = "tests/Repository.Tests/Allowed/blocking-calls.txt";

    [Theory]
    [InlineData("var a = task.Result;")]
    [InlineData("task.Wait();")]
    [InlineData("Task.WaitAll(a, b);")]
    [InlineData("task.GetAwaiter().GetResult();")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("class A { async void B() { } }")]
    [InlineData("async void B() { }")]
    public void Check_AThreadThatWaits_Fires(string text) => Fires("src/A.cs", text);

    [Theory]
    [InlineData("await task;")]
    [InlineData("answer.Result = 1;")]
    [InlineData("class A { async Task B() { } void C() { } }")]
    public void Check_Awaiting_StaysQuiet(string text) => Quiet("src/A.cs", text);

    [Fact]
    public void Check_AListedFile_StaysQuiet() => Quiet(
        ("src/A.cs", "semaphore.Wait();"), (AllowList, "# path: reason\nsrc/A.cs: a semaphore is no task"));

    [Fact]
    public void Check_AListedFileWithoutReason_Fires() => Fires(
        ("src/A.cs", "semaphore.Wait();"), (AllowList, "src/A.cs:"));

    [Fact]
    public void Check_AListedFileThatNeedsNoException_Fires() => Fires(
        ("src/A.cs", "await task;"), (AllowList, "src/A.cs: a semaphore is no task"));
}
