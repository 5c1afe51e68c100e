using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>
/// <c>Leasehold.Providers</c> is for adapters: an application never needs it, so neither the services nor the samples
/// nor a page shows it being used.
/// </summary>
internal sealed class AdapterNamespaceRule : IRule
{
    private const string Namespace = "Leasehold.Providers";

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.Files
        let shown = file.IsCSharp && file.IsIn("services", "samples") ? Namespace
            : file.IsMarkdown ? $"using {Namespace}"
            : null
        where shown is not null
        from line in file.Lines.Index()
        where line.Item.Contains(shown, StringComparison.Ordinal)
        select new Violation(file.Path, line.Index + 1, $"An application asks the pools, never {Namespace}.");
}
