using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>
/// What a package adds to the builders of an application stands in the namespace where the ecosystem looks for it, so
/// that it is found where the builder is at hand, without a using of Leasehold's.
/// </summary>
internal sealed class RegistrationNamespaceRule : IRule
{
    private const string DependencyInjection = "Microsoft.Extensions.DependencyInjection";
    private const string Hosting = "Microsoft.Extensions.Hosting";
    private const string AspNetCore = "Microsoft.AspNetCore.Builder";

    private static readonly Dictionary<string, string> Namespaces = new(StringComparer.Ordinal)
    {
        ["IServiceCollection"] = DependencyInjection,
        ["LeaseholdBuilder"] = DependencyInjection,
        ["DurableBuilder"] = DependencyInjection,
        ["IHealthChecksBuilder"] = DependencyInjection,
        ["IHttpClientBuilder"] = DependencyInjection,
        ["IHostBuilder"] = Hosting,
        ["IHostApplicationBuilder"] = Hosting,
        ["WebApplication"] = AspNetCore,
        ["IApplicationBuilder"] = AspNetCore,
        ["IEndpointRouteBuilder"] = AspNetCore,
        ["IEndpointConventionBuilder"] = AspNetCore,
        ["DbContextOptionsBuilder"] = "Microsoft.EntityFrameworkCore",
        ["TracerProviderBuilder"] = "OpenTelemetry.Trace",
        ["MeterProviderBuilder"] = "OpenTelemetry.Metrics",
    };

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        where file.IsIn("src")
        from space in file.Syntax.Members.OfType<BaseNamespaceDeclarationSyntax>()
        from type in space.Members.OfType<TypeDeclarationSyntax>()
        where type.Modifiers.Any(SyntaxKind.PublicKeyword)
        from member in type.Members
        let extended = ExtendedBy(member)
        let expected = extended is null ? null : NamespaceOf(extended)
        where expected is not null && expected != space.Name.ToString()
        select new Violation(
            file.Path, member.FirstLine(), $"What extends {extended} stands in {expected}, not in {space.Name}.");

    private static string? NamespaceOf(string extended) =>
        Namespaces.TryGetValue(extended, out var expected) ? expected
        : extended.EndsWith("Builder", StringComparison.Ordinal) ? "a namespace that this rule does not know yet"
        : null;

    // A type parameter stands for what it is constrained to.
    private static string? ExtendedBy(MemberDeclarationSyntax member)
    {
        var (first, parameters, constraints) = member switch
        {
            MethodDeclarationSyntax method when method.Modifiers.Any(SyntaxKind.PublicKeyword)
                && method.ParameterList.Parameters.FirstOrDefault() is { } receiver
                && receiver.Modifiers.Any(SyntaxKind.ThisKeyword)
                => (receiver.Type, method.TypeParameterList, method.ConstraintClauses),
            ExtensionBlockDeclarationSyntax block
                => (block.ParameterList?.Parameters.FirstOrDefault()?.Type, block.TypeParameterList,
                    block.ConstraintClauses),
            _ => (null, null, default),
        };
        var name = NameOf(first);
        if (name is null || parameters?.Parameters.Any(parameter => parameter.Identifier.ValueText == name) is not true)
        {
            return name;
        }

        return constraints.Where(clause => clause.Name.Identifier.ValueText == name)
            .SelectMany(static clause => clause.Constraints.OfType<TypeConstraintSyntax>())
            .Select(static constraint => NameOf(constraint.Type))
            .FirstOrDefault();
    }

    private static string? NameOf(TypeSyntax? type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        _ => null,
    };
}
