using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>No Korean sentence leaves a particle to its reader, as in `은(는)`: the word before it decides.</summary>
internal sealed class KoreanParticleRule : IRule
{
    private static readonly LinePattern Undecided = new(
        @"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로|\(이\)라|\(이\)어야",
        "choose the particle by the last sound of the word before it.");

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        Undecided.Search(tree.Files.Where(static file => !file.IsIn("tests/Repository.Tests")));
}
