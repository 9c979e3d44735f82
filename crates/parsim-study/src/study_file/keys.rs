//! The keys of the top level of a study file.

/// A key of the top level.
#[derive(Debug)]
pub(crate) struct Key {
    /// The key, or the name of the section.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) takes: &'static str,
    /// What holds without it.
    pub(crate) default: &'static str,
    /// What it means.
    pub(crate) doc: &'static str,
}

/// The keys, in the order in which a study file has them.
pub(crate) const KEYS: [Key; 16] = [
    Key {
        name: "title",
        takes: "a string",
        default: "required",
        doc: "one line that names the study",
    },
    Key { name: "aim", takes: "a string", default: "default \"\"", doc: "what is to be found out" },
    Key {
        name: "seed",
        takes: "a whole number of at least 0",
        default: "required",
        doc: "the seed of all randomness; the same seed gives the same results",
    },
    Key {
        name: "replicates",
        takes: "a whole number, or { target_mcse = { measure = mcse, measure = { relative = share }, \
                ... }, min = 500, max = ... }",
        default: "required",
        doc: "replicates per scenario, rounded up to a multiple of 16; with targets, the study stops \
              at min, 2 min, 4 min, ... replicates as soon as every measure named has an MCSE of at \
              most its target (a relative one is a share of the estimate's size) for every method in \
              every scenario, and at the last of these up to max in any case. The look before must \
              agree: its MCSE, brought to the replicates of this one, is within the target too; at \
              min, where there is none, an MCSE of 0 does not count as reached. Shares of ones are \
              judged by half the width of Wilson's interval over 1.96. The report says what was not \
              reached",
    },
    Key {
        name: "reference",
        takes: "the name of a method",
        default: "default: in each scenario the first method that applies",
        doc: "the method that contrasts compare the others with",
    },
    Key {
        name: "contrasts",
        takes: "\"reference\" or \"all-pairs\"",
        default: "default \"reference\"",
        doc: "whether tables/contrasts compares every method with the reference alone, or every two \
              methods; changes no number and no identity",
    },
    Key {
        name: "common_random_numbers",
        takes: "true or false",
        default: "default false",
        doc: "whether all scenarios draw from the same random streams",
    },
    Key {
        name: "keep",
        takes: "\"estimands\" or \"all\"",
        default: "default \"estimands\"",
        doc: "whether only the estimands are kept per replicate, or every nonzero coefficient",
    },
    Key {
        name: "measures",
        takes: "\"all\" or a list of \"accuracy\", \"selection\", \"intervals\", \"path\"",
        default: "default []",
        doc: "measures beyond the core, by theme; a theme is also on if a claim, a figure or a \
              target names one of its measures",
    },
    Key {
        name: "zip",
        takes: "a list of lists of dotted paths, e.g. [[\"n\", \"noise.snr\"]]",
        default: "default []",
        doc: "lists of the mechanism, of equal length, that go together instead of crossing",
    },
    Key {
        name: "mechanism",
        takes: "a section [mechanism]",
        default: "required",
        doc: "how the data arise; lists cross in file order, the last varying fastest",
    },
    Key {
        name: "estimands",
        takes: "a section [estimands] with coefficients = \"default\" or a list of positions",
        default: "default: the first ten signals and three other coefficients",
        doc: "coefficients whose estimates are kept per replicate, 1 the first covariate, 0 the \
              intercept",
    },
    Key {
        name: "method",
        takes: "sections [[method]]",
        default: "at least one method or oracle",
        doc: "what competes; a list makes several methods, named like lasso[lambda=0.1]; name sets \
              the name, which is the kind by default",
    },
    Key {
        name: "oracle",
        takes: "sections [[oracle]]",
        default: "default none",
        doc: "baselines that see the truth",
    },
    Key {
        name: "claim",
        takes: "sections [[claim]] with text, holds, where, level = 0.01",
        default: "default none",
        doc: "what is claimed: holds compares measure(method), numbers and arithmetic of such by \
              <, <=, >, >= or ==; where restricts it to scenarios by a \
              condition, e.g. \"n >= 250 and rho = 0.5\", a label or a pattern for labels",
    },
    Key {
        name: "figure",
        takes: "sections [[figure]]",
        default: "default none",
        doc: "what is drawn; a list makes several figures",
    },
];

/// The names of the keys.
pub(crate) fn names() -> [&'static str; KEYS.len()] {
    KEYS.map(|key| key.name)
}
