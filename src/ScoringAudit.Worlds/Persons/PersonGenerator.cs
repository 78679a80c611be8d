using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Persons;

/// <summary>Makes the people of one postcode after another. Each thread has its own; the rows do not depend on which thread, or in which order.</summary>
/// <remarks>
/// Latent factors, standard normal unless said: A affluence of the postcode (correlation −0.75 with the share of group B); L the local shock
/// (half postcode, half street; correlation −0.5 of the postcode half with A); w own wealth = 0.25 A + 0.5 household + 0.8 own − 0.25 for
/// group B; r own reserves = 0.6 A + 0.8 own, in no column; c own carefulness. People sort by place whatever <see cref="WorldSpec.PlaceRisk"/> is; L acts on arrears and default only
/// through it. Margins are chosen to look like a German credit file and are not estimated from one.
/// </remarks>
internal sealed class PersonGenerator(PersonContext context)
{
    private static readonly double[] AgeAt = [18, 25, 35, 45, 57, 67, 78, 93];
    private static readonly double[] AgeShare = [0, 0.10, 0.25, 0.42, 0.62, 0.80, 0.93, 1];

    private readonly Mechanism _mechanism = new();
    private readonly Mechanism _others = new();
    private readonly ExtensionWorker? _extension = context.Extension is null ? null : new ExtensionWorker(context);
    private Street _street = new(0);
    private double[] _reserves = [], _household = [], _earlier = [], _shock = [], _groupValue = [], _fixed = [], _means = [], _householdShock = [];
    private int[] _hidden = [], _streetPart = [];
    private int[] _streetOrder = [];

    public void Make(int postcode, PersonColumns to, TruthColumns? truth, int offset, int streetOffset, Span<int> streetPeople, Span<int> streetMinority, out PostcodeFacts facts)
    {
        var layout = context.Layout;
        var firstRow = layout.Start(postcode);
        var size = layout.Start(postcode + 1) - firstRow;
        var streets = layout.StreetsPerPostcode;
        Reserve(size, streets);
        facts = new PostcodeFacts { People = size };

        var composition = context.Composition[postcode];
        var affluence = (-0.75 * composition) + (0.6614378277661477 * context.Affluence[postcode]);
        var postcodeShock = (-0.5 * affluence) + (0.8660254037844386 * context.PostcodeShock[postcode]);
        var purchasingPower = (float)(Math.Floor((1000 + (150 * affluence)) + 0.5) / 10);
        var z = (purchasingPower - 100.0) / 15;

        for (var s = 0; s < streets; s++)
        {
            _streetOrder[s] = s;
        }

        context.StreetOrder.Sequence((ulong)postcode).Shuffle(_streetOrder.AsSpan(0, streets));
        for (var s = 0; s < streets; s++)
        {
            var start = layout.StreetStart(postcode, s, size);
            var people = layout.StreetStart(postcode, s + 1, size) - start;
            var id = (ulong)(((long)postcode * streets) + s);
            var at = offset + start;
            var draw = new Draws(context.StreetKey, id);
            var within = PortableMath.NormalQuantile((_streetOrder[s] + draw.Uniform(0)) / streets);
            var streetShock = draw.Normal(1);
            var share = context.Segregation.Share((0.7745966692414834 * composition) + (0.6324555320336759 * within));
            var locker = (float)Math.Floor(PortableMath.Exp(5.7 - (0.45 * affluence) + (0.25 * draw.Normal(2))) + 0.5);
            var load = (float)(Math.Floor((500 - (120 * affluence) + (50 * draw.Normal(3))) + 0.5) / 10);
            var local = 0.7071067811865476 * (postcodeShock + streetShock);
            Settle(id, people, share, draw.Uniform(4));

            for (var h = 0; h < _street.Households; h++)
            {
                for (var i = _street.FirstPerson[h]; i < _street.FirstPerson[h + 1]; i++)
                {
                    var row = at + i;
                    to.SubjectId[row] = firstRow + start + i + 1L;
                    to.Household[row] = firstRow + start + _street.FirstPerson[h] + 1L;
                    to.House[row] = _street.House[h];
                    to.Street[row] = streetOffset + s;
                    to.Group[row] = (int)_household[h];
                    to.PurchasingPower[row] = purchasingPower;
                    to.LockerDistance[row] = locker;
                    to.CellLoad[row] = load;
                    to.DeliveryWindow[row] = affluence > 0.4 ? 0 : affluence > -0.4 ? 1 : 2;
                    Person(to, row, affluence, local, _householdShock[h], start + i);
                    _shock[start + i] = streetShock;
                    facts.Defaults += (int)to.Default[row];
                    facts.ThinFiles += to.Thin[row] ? 1 : 0;
                    facts.MinorityPeople += to.Group[row];
                    streetMinority[s] += to.Group[row];
                }
            }

            streetPeople[s] = people;
            NeighbourFeatures(to, at, start, ref facts);
            if (_extension is null)
            {
                Scores(to, truth, at, start, people, z);
            }
        }

        AreaRate(to, offset, size);
        _extension?.Run(postcode, to, truth, offset, size);
        _extension?.CountLinks(to, offset, size, ref facts);
        facts.Steps = Math.Max(_mechanism.Steps, _extension?.Steps ?? 0);
        facts.ErrorBound = Math.Max(_mechanism.ErrorBound, _extension?.ErrorBound ?? 0);
    }

    /// <summary>Contacts and parents; null in a plain person world.</summary>
    public Ties? Ties => _extension?.Ties;

    // Households, houses and who of them is of group B. Sizes 1 to 5 people: 43, 38, 11, 5, 3 %.
    private void Settle(ulong street, int people, double share, double rounding)
    {
        int household = 0, house = 0, person = 0;
        while (person < people)
        {
            var draw = new Draws(context.HouseholdKey, (street << 20) | (uint)household);
            var u = draw.Uniform(0);
            var members = u < 0.43 ? 1 : u < 0.81 ? 2 : u < 0.92 ? 3 : u < 0.97 ? 4 : 5;
            house += household == 0 || draw.Uniform(1) < 0.85 ? 1 : 0;
            _street.FirstPerson[household] = person;
            _street.House[household] = house;
            _householdShock[household] = draw.Normal(2);
            _household[household] = draw.Uniform(3);
            person = Math.Min(people, person + members);
            household++;
            _street.PeopleBefore[house] = person;
        }

        _street.FirstPerson[household] = person;
        _street.PeopleBefore[0] = 0;
        _street.Households = household;
        _street.Houses = house;

        // Exactly k of the households, chosen at random (Knuth, volume 2, algorithm 3.4.2S): no chance variation of the share beyond sizes.
        var left = (int)Math.Floor((household * share) + rounding);
        for (var h = 0; h < household; h++)
        {
            var chosen = _household[h] * (household - h) < left;
            _household[h] = chosen ? 1 : 0;
            left -= chosen ? 1 : 0;
        }
    }

    private void Person(PersonColumns c, int i, double affluence, double local, double householdShock, int scratch)
    {
        var draw = new Draws(context.PersonKey, (ulong)c.SubjectId[i]);
        var minority = c.Group[i] == 1;
        var risk = context.Spec.PlaceRisk;
        c.Sex[i] = draw.Uniform(0) < 0.49 ? 1 : 0;
        var u = draw.Uniform(1);
        var age = Age(minority ? u * (0.72 + (0.28 * u)) : u);
        c.Age[i] = age;
        var wealth = (0.25 * affluence) + (0.5 * householdShock) + (0.8 * draw.Normal(2)) - (minority ? 0.25 : 0);
        var reserves = (0.6 * affluence) + (0.8 * draw.Normal(16));
        var latent = -(0.4 * wealth) - (0.65 * draw.Normal(3));
        _reserves[scratch] = reserves;

        c.Employment[i] = Employment(age, wealth, draw.Uniform(4));
        var working = c.Employment[i] is PersonColumns.Employed or PersonColumns.CivilServant or PersonColumns.SelfEmployed;
        c.MonthsEmployed[i] = working ? Duration(draw.Uniform(5), minority ? 62 : 84, 12 * (age - 17)) : 0;
        var logIncome = 7.74 + (0.36 * wealth) + (0.2 * draw.Normal(6)) + IncomeOf(c.Employment[i]) - (age < 30 ? 0.012 * (30 - age) : 0);
        c.Income[i] = (float)(10 * Math.Floor((Math.Clamp(PortableMath.Exp(logIncome), 300, 25_000) / 10) + 0.5));

        c.Thin[i] = draw.Uniform(7) < 0.003;
        c.CreditLines[i] = c.Thin[i] ? 0 : 1 + (long)Math.Clamp(Math.Floor(2.1 + (0.4 * wealth) + (1.4 * draw.Normal(8))), 0, 14);
        c.Utilisation[i] = c.Thin[i] ? 0 : (float)(Math.Floor((100 * PortableMath.Logistic(-0.55 + (0.9 * latent) + (0.8 * draw.Normal(9)))) + 0.5) / 100);
        var trouble = (0.9 * latent) + (0.55 * risk * local) + draw.Normal(10);
        c.Arrears[i] = c.Thin[i] || trouble < 1.40 ? 0 : trouble < 1.95 ? 1 : trouble < 2.45 ? 2 : trouble < 2.95 ? 3 : 4;
        c.Inquiries[i] = (long)Math.Clamp(Math.Floor(1.1 + (0.6 * latent) + (1.2 * draw.Normal(11))), 0, 12);
        c.OldestAccount[i] = c.Thin[i] ? float.NaN : (float)Math.Max(6, Math.Floor(12 * (age - 17) * (0.2 + (0.8 * draw.Uniform(12)))));
        c.Tenure[i] = Duration(draw.Uniform(13), minority ? 72 : 110, 12 * (age - 16));

        var storedLog = PortableMath.Log(c.Income[i]);
        var own = OwnScore.Hundredths(c, i, draw.Normal(17));
        c.OwnPart[i] = own;
        _earlier[scratch] = Math.Floor(((own / 100.0) + (14 * reserves) + (12 * draw.Normal(14))) + 0.5);
        var logit = Default(c, i, storedLog) - (0.4 * reserves) + (risk * local) - (0.3 * risk * risk);
        var probability = Math.Floor((1048576 * PortableMath.Logistic(logit)) + 0.5) / 1048576;
        c.DefaultProbability[i] = probability;
        c.Default[i] = draw.Uniform(15) < probability ? 1 : 0;
    }

    // True log-odds of default within 24 months, as far as the own record shows them.
    private static double Default(PersonColumns c, int i, double logIncome) =>
        -2.28
        + (0.66 * c.Arrears[i])
        + (1.8 * (c.Utilisation[i] - 0.4))
        + (0.16 * (c.Inquiries[i] - 1.0))
        + (c.Employment[i] == PersonColumns.Unemployed ? 0.7 : c.Employment[i] == PersonColumns.Student ? 0.2 : 0)
        - (0.5 * (logIncome - 7.7))
        - (0.35 * Math.Min(c.MonthsEmployed[i], 120) / 120.0)
        - (0.1 * Math.Min(c.Tenure[i], 120) / 120.0)
        - (float.IsNaN(c.OldestAccount[i]) ? -0.3 : 0.6 * Math.Min(c.OldestAccount[i], 240) / 240);

    private void NeighbourFeatures(PersonColumns to, int at, int start, ref PostcodeFacts facts)
    {
        var people = _street.FirstPerson[_street.Households];
        for (var i = 0; i < people; i++)
        {
            _groupValue[i] = to.Group[at + i];
        }

        _others.WindowMeans(_street, _earlier.AsSpan(start, people), _means);
        for (var h = 0; h < _street.Households; h++)
        {
            var mean = double.IsNaN(_means[h]) ? float.NaN : (float)(Math.Floor((100 * _means[h]) + 0.5) / 100);
            to.NeighboursScore.AsSpan(at + _street.FirstPerson[h], _street.FirstPerson[h + 1] - _street.FirstPerson[h]).Fill(mean);
        }

        if (context.Extension?.Scenario == "neighbours-features")
        {
            NeighbourIncome(to, at, people);
        }

        _others.WindowMeans(_street, _groupValue.AsSpan(0, people), _means);
        for (var h = 0; h < _street.Households; h++)
        {
            var members = _street.FirstPerson[h + 1] - _street.FirstPerson[h];
            var minority = _household[h] == 1 ? members : 0;
            if (double.IsNaN(_means[h]))
            {
                facts.Islands += members;
                facts.MinorityIslands += minority;
            }
            else
            {
                facts.Lag += members * _means[h];
                facts.CrossLag += minority * _means[h];
            }
        }
    }

    private void NeighbourIncome(PersonColumns to, int at, int people)
    {
        for (var i = 0; i < people; i++)
        {
            _fixed[i] = to.Income[at + i];
        }

        _others.WindowMeans(_street, _fixed.AsSpan(0, people), _means);
        for (var h = 0; h < _street.Households; h++)
        {
            var mean = double.IsNaN(_means[h]) ? float.NaN : (float)Math.Floor(_means[h] + 0.5);
            to.Extra[0].Floats.AsSpan(at + _street.FirstPerson[h], _street.FirstPerson[h + 1] - _street.FirstPerson[h]).Fill(mean);
        }
    }

    private void Scores(PersonColumns to, TruthColumns? truth, int at, int start, int people, double z)
    {
        var dials = context.Dials;
        for (var i = 0; i < people; i++)
        {
            var row = at + i;
            to.TenureFull[row] = Hundredths(dials.Tenure * Math.Min(to.Tenure[row], 120) / 120);
            _hidden[i] = Hundredths(dials.HiddenOwn * _reserves[start + i]);
            _streetPart[i] = Hundredths(dials.StreetShock * _shock[start + i]);
            to.OwnPart[row] += to.TenureFull[row] + _hidden[i] + _streetPart[i];
        }

        Solve(_mechanism, dials, to, at, people, z, to.Score, truth);
        if (truth is null)
        {
            return;
        }

        for (var v = 0; v < truth.Variants.Length; v++)
        {
            Solve(_others, context.Variants[v], to, at, people, z, truth.Variants[v], null);
        }
    }

    private void Solve(Mechanism mechanism, in Dials dials, PersonColumns to, int at, int people, double z, double[] scores, TruthColumns? truth)
    {
        var full = context.Dials;
        for (var i = 0; i < people; i++)
        {
            var row = at + i;
            var own = to.OwnPart[row]
                - (dials.Tenure == full.Tenure ? 0 : to.TenureFull[row])
                - (dials.HiddenOwn == full.HiddenOwn ? 0 : _hidden[i])
                - (dials.StreetShock == full.StreetShock ? 0 : _streetPart[i]);
            var area = AreaHundredths(dials, z, to.Thin[row]);
            _fixed[i] = (own + area) / 100.0;
            if (truth is not null)
            {
                truth.AreaPart[row] = area;
            }
        }

        var isWorld = ReferenceEquals(scores, to.Score);
        if (dials.Neighbours != 0)
        {
            mechanism.Solve(_street, _fixed, dials.Neighbours, _means);
        }

        for (var h = 0; h < _street.Households; h++)
        {
            var lag = dials.Neighbours != 0 ? _means[h] : double.NaN;
            var feed = double.IsNaN(lag) ? 0 : dials.Neighbours * lag;
            for (var i = _street.FirstPerson[h]; i < _street.FirstPerson[h + 1]; i++)
            {
                scores[at + i] = Final(_fixed[i] + feed);
                if (isWorld)
                {
                    to.Lag[at + i] = lag;
                }

                if (truth is not null)
                {
                    truth.NeighbourPart[at + i] = Hundredths(feed);
                }
            }
        }
    }

    public static int AreaHundredths(in Dials dials, double z, bool thin) => Hundredths((dials.Area + (thin ? dials.ThinFileArea : 0)) * z);

    public static double Final(double raw) => Math.Floor((Mechanism.Clip(raw) * 100) + 0.5) / 100;

    public static int Hundredths(double points) => (int)Math.Floor((points * 100) + 0.5);

    private static void AreaRate(PersonColumns to, int offset, int size)
    {
        var bad = 0;
        for (var i = offset; i < offset + size; i++)
        {
            bad += to.Arrears[i] > 0 ? 1 : 0;
        }

        for (var i = offset; i < offset + size; i++)
        {
            var others = (bad - (to.Arrears[i] > 0 ? 1 : 0)) / (double)(size - 1);
            to.AreaDefaultRate[i] = (float)(Math.Floor((others * 10_000) + 0.5) / 10_000);
        }
    }

    private static int Age(double u)
    {
        var k = 1;
        while (u >= AgeShare[k])
        {
            k++;
        }

        return (int)Math.Floor(AgeAt[k - 1] + ((AgeAt[k] - AgeAt[k - 1]) * (u - AgeShare[k - 1]) / (AgeShare[k] - AgeShare[k - 1])));
    }

    private static int Employment(int age, double wealth, double u)
    {
        if (age >= 66)
        {
            return PersonColumns.Retired;
        }

        var unemployed = PortableMath.Logistic(-3.1 - (0.8 * wealth));
        if (u < unemployed)
        {
            return PersonColumns.Unemployed;
        }

        u = (u - unemployed) / (1 - unemployed);
        return age < 26 && u < 0.4 ? PersonColumns.Student
            : u > 0.93 ? PersonColumns.CivilServant
            : u > 0.83 ? PersonColumns.SelfEmployed
            : PersonColumns.Employed;
    }

    private static double IncomeOf(int employment) => employment switch
    {
        PersonColumns.Student => -0.85,
        PersonColumns.Unemployed => -0.7,
        PersonColumns.Retired => -0.25,
        PersonColumns.CivilServant => 0.12,
        PersonColumns.SelfEmployed => 0.05,
        _ => 0,
    };

    // Exponential law of a mean, in whole months, at most what the age allows.
    private static int Duration(double u, double mean, int most) =>
        Math.Min(most, (int)Math.Floor(-mean * PortableMath.Log(1 - u)));

    private void Reserve(int size, int streets)
    {
        if (_reserves.Length < size)
        {
            _street = new Street(size);
            (_reserves, _household, _earlier, _shock) = (new double[size], new double[size], new double[size], new double[size]);
            (_groupValue, _fixed, _means, _householdShock) = (new double[size], new double[size], new double[size], new double[size]);
            (_hidden, _streetPart) = (new int[size], new int[size]);
        }

        if (_streetOrder.Length < streets)
        {
            _streetOrder = new int[streets];
        }
    }
}
