using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.BannedCode;

/// <summary>A continuation must not run on the thread, and under the locks, of whoever completes the source.</summary>
internal sealed class CompletionSourceRule : IRule
{
    private const string Option = "RunContinuationsAsynchronously";

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        from creation in file.Syntax.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
        where CreatedType(creation).StartsWith("TaskCompletionSource", StringComparison.Ordinal)
        where !(creation.ArgumentList?.ToString().Contains(Option, StringComparison.Ordinal) ?? false)
        select new Violation(file.Path, creation.FirstLine(), $"'{creation}' lacks {Option}.");

    private static string CreatedType(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax named => named.Type.ToString().Split("Tasks.")[^1],
        ImplicitObjectCreationExpressionSyntax implicitly => TargetType(implicitly),
        _ => string.Empty,
    };

    /// <summary>The declared type that `new(...)` stands for, as far as it is written nearby.</summary>
    private static string TargetType(ImplicitObjectCreationExpressionSyntax creation)
    {
        foreach (var ancestor in creation.Ancestors())
        {
            switch (ancestor)
            {
                case VariableDeclarationSyntax variable: return variable.Type.ToString();
                case PropertyDeclarationSyntax property: return property.Type.ToString();
                case MethodDeclarationSyntax method when method.ExpressionBody is not null:
                    return method.ReturnType.ToString();
                case AssignmentExpressionSyntax assignment: return FieldType(creation, assignment.Left.ToString());
                case ArgumentSyntax or StatementSyntax: return string.Empty;
            }
        }

        return string.Empty;
    }

    private static string FieldType(SyntaxNode node, string name) =>
        node.Ancestors().OfType<TypeDeclarationSyntax>()
            .SelectMany(static type => type.Members.OfType<FieldDeclarationSyntax>())
            .FirstOrDefault(field => field.Declaration.Variables.Any(
                variable => string.Equals(variable.Identifier.ValueText, name, StringComparison.Ordinal)))
            ?.Declaration.Type.ToString() ?? string.Empty;
}
