"""What Mien is made of besides its own code: under which licences, and with which known holes.

requirements/*.txt ─┐                        ┌─> licences.py ──> docs/licences.md
package-lock.json ──┴─ locks.py ─> packages ─┼─> sbom.py ──────> build/audit/*.cdx.json
                                             └─> advisories.py ─> what is known against them
"""
