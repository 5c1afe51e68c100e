using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.BannedCode;

/// <summary>
/// Tests wait for signals, not for time. An endless delay, which only a cancellation ends, is such a signal; a
/// fake clock's delay too. What really has to watch a foreign process is listed with its reason.
/// </summary>
internal sealed class TestDelayRule : IRule
{
    private static readonly AllowList Allowed = new("delays-in-tests");

    public IEnumerable<Violation> Check(RepositoryTree tree) => Allowed.Filter(tree, [.. Find(tree)]);

    private static IEnumerable<Violation> Find(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        where file.IsIn("tests")
        from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression.ToString() is "Task.Delay" or "Thread.Sleep" or "System.Threading.Tasks.Task.Delay"
        where !call.ArgumentList.Arguments.Any(IsNoRealTime)
        select new Violation(file.Path, call.FirstLine(), $"'{call}': wait for a signal, or use a fake clock.");

    private static bool IsNoRealTime(ArgumentSyntax argument)
    {
        var text = argument.Expression.ToString();
        return text.Contains("Infinite", StringComparison.Ordinal)
            || text is "-1"
            || text.Contains("clock", StringComparison.OrdinalIgnoreCase)
            || text.Contains("timeProvider", StringComparison.OrdinalIgnoreCase)
            || text.EndsWith("time", StringComparison.OrdinalIgnoreCase);
    }
}
