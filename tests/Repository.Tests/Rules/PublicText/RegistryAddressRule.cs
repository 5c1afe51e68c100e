using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>Where packages come from is the user's own setting, not the repository's.</summary>
internal sealed class RegistryAddressRule : IRule
{
    private static readonly LinePattern Address = new(
        @"api\.nuget\.org|nuget\.org/v[23]|pkgs\.dev\.azure\.com|nuget\.pkg\.github\.com|registry\.npmjs\.org"
        + @"|registry\.yarnpkg\.com|files\.pythonhosted\.org|pypi\.org/simple|deb\.debian\.org|index\.docker\.io"
        + @"|packageSources|<RestoreSources>|RestoreAdditionalProjectSources",
        "the package source is the user's own setting.",
        System.Text.RegularExpressions.RegexOptions.IgnoreCase);

    // eng/pack names the folder it has filled, and the test of the packages gives its reader folders: no addresses.
    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        Address.Search(tree.Files.Where(static file =>
            !file.IsIn("tests/Repository.Tests") && !file.IsIn("tests/Leasehold.Packages.Tests")
            && file.Path != "eng/pack"));
}
