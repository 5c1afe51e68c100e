using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.BannedCode;

/// <summary>
/// Nothing blocks a thread on a task, sleeps, or is `async void`. Names decide, not types, so a file that waits for
/// something else than a task, or reads a task that is complete, is listed with its reason.
/// </summary>
internal sealed class BlockingCallRule : IRule
{
    private static readonly AllowList Allowed = new("blocking-calls");

    public IEnumerable<Violation> Check(RepositoryTree tree) => Allowed.Filter(tree, [.. Find(tree)]);

    private static IEnumerable<Violation> Find(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        where file.IsIn("src", "services", "simulators", "demo")
        from node in file.Syntax.DescendantNodes()
        where IsBlocking(node)
        select new Violation(file.Path, node.FirstLine(), $"'{FirstLineOf(node)}' blocks a thread: await instead.");

    private static bool IsBlocking(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => IsAsyncVoid(method.Modifiers, method.ReturnType),
        LocalFunctionStatementSyntax local => IsAsyncVoid(local.Modifiers, local.ReturnType),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => IsBlockingCall(call),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result", Parent: var parent } access =>
            parent is not AssignmentExpressionSyntax assignment || assignment.Left != access,
        _ => false,
    };

    private static bool IsBlockingCall(MemberAccessExpressionSyntax call) => call.Name.Identifier.ValueText switch
    {
        "Wait" or "WaitAll" or "WaitAny" => true,
        "GetResult" => call.Expression.ToString().EndsWith("GetAwaiter()", StringComparison.Ordinal),
        "Sleep" => call.Expression.ToString().EndsWith("Thread", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax returns) =>
        modifiers.Any(SyntaxKind.AsyncKeyword)
        && returns is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static string FirstLineOf(SyntaxNode node) => node.ToString().Split('\n')[0].Trim();
}
